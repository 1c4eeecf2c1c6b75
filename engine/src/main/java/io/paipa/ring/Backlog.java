package io.paipa.ring;

import com.lmax.disruptor.RingBuffer;
import com.lmax.disruptor.SequenceBarrier;
import org.jspecify.annotations.Nullable;

/**
 * The events of a ring that no worker of the pool has claimed. Shared by the workers; see {@link
 * WorkSequence} for why no slot is claimed early or twice, or reused while it is held.
 *
 * <p><b>One event at a time</b> is claimed. A worker that claimed more would keep those that it has
 * not begun from its idle siblings while it handles a slow one. To give them to a sibling they
 * would have to change from one worker's gate to another's. A producer, which reads the gates one
 * after the other, could find the slot held by neither.
 */
final class Backlog<T> {
  /** As many as there are published flags in a cache line of a ring for many producers. */
  private static final int LOOK_AHEAD = 16;

  private final RingBuffer<T> ring;
  private final @Nullable SequenceBarrier followed;
  private final WorkSequence work;

  /** Gates the ring. The consumers that the pool follows are ahead of it. */
  Backlog(RingBuffer<T> ring, @Nullable SequenceBarrier followed, int workers) {
    this.ring = ring;
    this.followed = followed;
    this.work = new WorkSequence(workers, ring::addGatingSequences);
  }

  /** Takes the gates off the ring, when the workers have ended for ever. */
  void ungate() {
    work.ungate(ring::removeGatingSequence);
  }

  /** The sequence to be claimed next. */
  long next() {
    return work.next();
  }

  /** Whether the event to be claimed next is published; it may not be ready yet. */
  boolean isPublished() {
    return ring.isAvailable(work.next());
  }

  /**
   * Whether the event to be claimed next is published, and the consumers that the pool follows are
   * not there.
   */
  boolean isWaitingForOthers() {
    return followed != null && isPublished();
  }

  /** How many slots producers have claimed, and no worker has; as it was lately. */
  long depth() {
    return ring.getCursor() - work.next() + 1;
  }

  /** Whether there is an event that can be claimed. */
  boolean isReady() {
    return isReady(work.next());
  }

  /** Whether an event is published, and the consumers that the pool follows are done with it. */
  boolean isReady(long sequence) {
    return ring.isAvailable(sequence) && (followed == null || followed.getCursor() >= sequence);
  }

  /**
   * From a sequence on, how far events are ready; looks some events ahead, so that it need not be
   * asked for each.
   *
   * @return the last one; one less than the first if that is not ready
   */
  long readyUpTo(long first) {
    long end = first + LOOK_AHEAD;
    if (followed != null) {
      end = Math.min(end, followed.getCursor() + 1);
    }
    long next = first;
    while (next < end && ring.isAvailable(next)) {
      next++;
    }
    return next - 1;
  }

  /**
   * Claims an event that is ready, and gives up the one that the worker has held. What it claims is
   * held until then, or until {@link #release}.
   *
   * @return false if another worker has it
   */
  boolean claim(int worker, long sequence) {
    work.hold(worker, sequence);
    return work.advance(sequence);
  }

  /** A claimed event; to be read by the worker that holds it alone. */
  T event(long sequence) {
    return ring.get(sequence);
  }

  /**
   * Lets producers, and the consumers that follow the pool, pass the event that the worker holds,
   * if any.
   */
  void release(int worker) {
    work.letGo(worker);
  }

  /** Whether a worker holds an event, or tries to claim one. */
  boolean holds(int worker) {
    return work.holds(worker);
  }

  /** Up to where a worker lets the consumers come that follow the pool. */
  long passedBy(int worker) {
    return work.passedBy(worker);
  }

  /** The last event that was claimed. */
  long claimed() {
    return work.next() - 1;
  }

  /** The last event that is published, even if one before it is not; at least the last claimed. */
  long lastPublished() {
    long sequence = ring.getCursor();
    while (sequence >= work.next() && !ring.isAvailable(sequence)) {
      sequence--; // a producer claimed it, and may wait for room
    }
    return sequence;
  }

  RingBuffer<T> ring() {
    return ring;
  }

  /** A barrier for one worker to wait at; ends at what is ready, not at what is published. */
  SequenceBarrier newBarrier() {
    return followed == null ? ring.newBarrier() : ring.newBarrier(new FollowedSequence(followed));
  }
}
