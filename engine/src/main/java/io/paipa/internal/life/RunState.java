package io.paipa.internal.life;

import io.paipa.PipelineState;
import io.paipa.internal.worker.EndFlag;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Where a run stands. Changed by any thread, by compare-and-set. That it has ended is said after
 * its state says how, and before any thread is woken or interrupted for it. So a thread that wakes
 * sees both.
 *
 * <p>It is {@linkplain #close closed} by one thread, under a monitor of the caller's, under which a
 * failure {@linkplain #end ends} it, too.
 */
final class RunState {
  private final AtomicReference<Status> status =
      new AtomicReference<>(new Status(PipelineState.NEW, null, false));
  private final EndFlag end = new EndFlag();
  private volatile boolean drained;
  private volatile boolean closed;
  private volatile @Nullable String closedHow;

  /** The state of a run that was not started. */
  RunState() {}

  /**
   * What changes as one, so that nobody sees an end without its cause.
   *
   * @param state the state as users see it
   * @param cut the cut that has begun to end it before all is done; null if there is none
   * @param resultsLeft whether it was ended since nobody wanted its results any more
   */
  private record Status(PipelineState state, @Nullable Cut cut, boolean resultsLeft) {
    boolean isAtWork() {
      return state == PipelineState.RUNNING || state == PipelineState.FINISHING;
    }

    Status with(PipelineState next) {
      return new Status(next, cut, resultsLeft);
    }
  }

  PipelineState get() {
    return status.get().state();
  }

  /** Goes from one state to another; false if it is not in the first. */
  boolean turn(PipelineState from, PipelineState to) {
    for (; ; ) {
      Status current = status.get();
      if (current.state() != from) {
        return false;
      }
      if (status.compareAndSet(current, current.with(to))) {
        return true;
      }
    }
  }

  /** The calling thread wants no more to be read; what was accepted is worked off. */
  void drain() {
    if (closed) {
      return;
    }
    drained = true;
    Cut mine = Cut.byCaller(true);
    status.updateAndGet(
        current ->
            current.isAtWork() && current.cut() == null
                ? new Status(current.state(), mine, false)
                : current);
  }

  /** Ends the run before all is done; false if it has ended so already, or otherwise. */
  boolean end(PipelineState ending, @Nullable Cut by, boolean resultsLeft) {
    for (; ; ) {
      Status current = status.get();
      boolean mayEnd =
          current.isAtWork()
              || (current.state() == PipelineState.ABORTED && ending == PipelineState.FAILED);
      if (!mayEnd || closed) {
        return false;
      }
      Cut first = current.cut() == null ? by : current.cut();
      if (status.compareAndSet(current, new Status(ending, first, resultsLeft))) {
        end.raise(); // under the monitor, for a failure: the next failure finds it set
        return true;
      }
    }
  }

  /** The run is over: its state changes no more. */
  void close(PipelineState ifAllIsDone) {
    turn(PipelineState.FINISHING, ifAllIsDone);
    closed = true;
  }

  /** It was never started, and is closed; false if it was started. */
  boolean closeUnstarted(String how, @Nullable Cut by) {
    Status current = status.get();
    boolean mine =
        current.state() == PipelineState.NEW
            && status.compareAndSet(current, new Status(PipelineState.ABORTED, by, false));
    if (mine) {
      closedHow = how;
      closed = true;
    }
    return mine;
  }

  /**
   * The cut that ended the run before all was done; null if there was none, or nothing was cut by
   * it.
   */
  @Nullable Cut cut() {
    Status last = status.get();
    return switch (last.state()) {
      case DRAINED, ABORTED -> last.cut();
      case NEW, RUNNING, PAUSED, FINISHING, COMPLETED, FAILED -> null;
    };
  }

  /** The cut that has begun to end the run, whatever comes of it; null if there is none. */
  @Nullable Cut cutSoFar() {
    return status.get().cut();
  }

  /** Whether it was ended only since nobody wanted its results any more. */
  boolean wereResultsLeft() {
    Status last = status.get();
    return last.resultsLeft() && last.cut() == null;
  }

  boolean isEnded() {
    return end.isRaised();
  }

  EndFlag endFlag() {
    return end;
  }

  boolean isDrained() {
    return drained;
  }

  boolean isClosed() {
    return closed;
  }

  /** How it was closed before it was started: "was ..."; null if it was not. */
  @Nullable String closedHow() {
    return closedHow;
  }
}
