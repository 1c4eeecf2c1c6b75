package io.paipa.ring;

import com.lmax.disruptor.Sequence;
import com.lmax.disruptor.SequenceBarrier;

/**
 * How far a barrier's cursor is. So a barrier that belongs to somebody else can be waited for
 * without being alerted, or missing an alert.
 */
final class FollowedSequence extends Sequence {
  private final SequenceBarrier barrier;

  FollowedSequence(SequenceBarrier barrier) {
    this.barrier = barrier;
  }

  @Override
  public long get() {
    return barrier.getCursor();
  }
}
