package io.paipa.internal.life;

import io.paipa.internal.hop.Claim;
import io.paipa.internal.hop.Hop;
import io.paipa.internal.hop.Marker;
import io.paipa.internal.hop.Outlet;
import io.paipa.internal.loop.WorkSource;
import java.util.concurrent.locks.LockSupport;

/**
 * What the puller of the results takes from: it is the one worker of the hop behind the last step.
 * Used by one thread at a time.
 *
 * <p>Nothing comes any more once the sentinel is at the head. Nor when all threads of the pipeline
 * are done and the hop is empty; nor when the puller was interrupted while it waited.
 */
final class ResultsSource implements WorkSource {
  private static final int LOOKS_AT_END = 1_000;
  private static final long BETWEEN_LOOKS_NANOS = 100_000;

  private final Lifecycle lifecycle;
  private final Termination termination;
  private final Hop hop;
  private final Outlet outlet;
  private final ResultsClaim results;
  private final Claim claim;
  private boolean interrupted;
  private int looksAtEnd;

  ResultsSource(Lifecycle lifecycle, Termination termination, Hop hop) {
    this.lifecycle = lifecycle;
    this.termination = termination;
    this.hop = hop;
    this.outlet = hop.outlet();
    this.results = new ResultsClaim(hop);
    this.claim = results.claim();
  }

  /** What is claimed, and not pulled yet. */
  Claim claim() {
    return claim;
  }

  /** Whether the end came of that: the flag of the thread is cleared. */
  boolean isInterrupted() {
    return interrupted;
  }

  @Override
  public void interrupted() {
    interrupted = true;
  }

  @Override
  public Look look() {
    if (interrupted) {
      return Look.END;
    }
    boolean over = termination.isOver(); // looked at before the hop: nothing comes after
    switch (results.fill()) {
      case SLOTS -> {
        looksAtEnd = 0;
        return claim.isEmpty() ? Look.AGAIN : Look.WORK; // all slots may have been void
      }
      case FENCE -> {
        return passFence();
      }
      case NOTHING, CONTENTION -> {}
    }
    if (over) {
      return results.findsPending() && waitsForHolder() ? Look.AGAIN : Look.END;
    }
    if (lifecycle.isEnded() && !hasItems()) {
      termination.awaitUninterruptibly(); // then what was published is pulled
      return Look.AGAIN;
    }
    return Look.NOTHING;
  }

  /**
   * Whether it is worth while to look once more: a thread that ended the run by being stopped may
   * hold what is pending, and never give it back.
   */
  private boolean waitsForHolder() {
    if (looksAtEnd == LOOKS_AT_END) {
      return false;
    }
    if (looksAtEnd++ > 0) { // the first look in vain has said where the next one looks
      LockSupport.parkNanos(this, BETWEEN_LOOKS_NANOS);
    }
    return true;
  }

  private Look passFence() {
    Marker fence = outlet.fence();
    if (fence != null && fence.kind() == Marker.Kind.SENTINEL) {
      termination.awaitUninterruptibly();
      return Look.END;
    }
    if (fence != null) {
      outlet.passFence(fence);
    }
    return Look.AGAIN;
  }

  /** Drops what nobody will pull any more. All producers are the pipeline's own, and gone. */
  void drop() {
    results.drop();
  }

  @Override
  public boolean hasDuties() {
    return interrupted || lifecycle.isEnded() || termination.isOver();
  }

  @Override
  public boolean hasItems() {
    return outlet.hasNext() || results.findsPending();
  }

  @Override
  public boolean hasGathered(long enough) {
    return claim.remaining() + outlet.depth() >= Math.min(enough, hop.inlet().capacity() / 2);
  }

  @Override
  public long deadlineNanos() {
    return Long.MAX_VALUE;
  }

  @Override
  public void handOn() {} // there is no other worker

  @Override
  public void ranEmpty() {} // nothing waits for that

  @Override
  public long progress() {
    return claim.progress();
  }

  @Override
  public boolean isCheap() {
    return false; // what the puller does between two results is not known
  }

  @Override
  public boolean isWorthJoining() {
    return false;
  }
}
