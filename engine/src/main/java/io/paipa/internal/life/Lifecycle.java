package io.paipa.internal.life;

import io.paipa.Ending;
import io.paipa.PipelineException;
import io.paipa.PipelineState;
import io.paipa.Tracker;
import io.paipa.internal.assembly.Definition;
import io.paipa.internal.platform.TimeSource;
import io.paipa.internal.worker.Run;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The state of a run. Changed by any thread, by compare-and-set; {@code ended} is set before
 * anybody is woken or interrupted for it, so that whoever wakes sees it. The first thread that ends
 * the run sweeps: wakes and interrupts all others, once; they wait for that before they go on to
 * their stop hooks.
 *
 * <p>A failure is recorded before the state says so, for whoever is woken looks for it. It may come
 * when the run is just being closed, from a thread that is none of its own: so both are done under
 * a monitor, or a run that has completed would have a failure. No user code is called under it.
 */
final class Lifecycle implements Run {
  private static final System.Logger LOG = System.getLogger("io.paipa");

  private final String name;
  private final TimeSource time;
  private final @Nullable Tracker tracker;
  private final Failures failures;
  private final Audience audience;
  private final Runnable sweep;
  private final AtomicReference<Status> status =
      new AtomicReference<>(new Status(PipelineState.NEW, null, false));
  private final Object closing = new Object();
  private final AtomicBoolean sweeping = new AtomicBoolean();
  private final CountDownLatch swept = new CountDownLatch(1);
  private final BooleanSupplier hasOpenSources;
  private volatile boolean ended;
  private volatile boolean drained;
  private volatile boolean closed;
  private volatile @Nullable String closedHow;

  /**
   * Where a run stands; changed as one, so that nobody sees an end without its cause.
   *
   * @param state its state
   * @param cut who has begun to end it before all is done; null if nobody has
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

  /**
   * A run that was not started.
   *
   * @param audience who will hear of a failure
   * @param hasOpenSources whether a source has not come to its end
   * @param sweep wakes and interrupts all threads
   */
  Lifecycle(
      Definition definition,
      Failures failures,
      Audience audience,
      BooleanSupplier hasOpenSources,
      Runnable sweep) {
    this.name = definition.name();
    this.time = definition.time();
    Tracker given = definition.tracker();
    this.tracker = given == null ? null : new GuardedTracker(name, given, new AtomicBoolean());
    this.failures = failures;
    this.audience = audience;
    this.hasOpenSources = hasOpenSources;
    this.sweep = sweep;
  }

  PipelineState state() {
    return status.get().state();
  }

  private boolean turn(PipelineState from, PipelineState to) {
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

  boolean start() {
    return turn(PipelineState.NEW, PipelineState.RUNNING);
  }

  /** Nothing more is put in. */
  void finish(boolean drain) {
    if (drain && !closed) {
      drained = true;
      Cut mine = Cut.byCaller(true);
      status.updateAndGet(
          current ->
              current.isAtWork() && current.cut() == null
                  ? new Status(current.state(), mine, false)
                  : current);
    }
    turn(PipelineState.RUNNING, PipelineState.FINISHING);
  }

  /** The calling thread's wish. */
  void abort() {
    end(PipelineState.ABORTED, Cut.byCaller(false), false);
  }

  /** Nobody wants the results any more: that ends the run, and is no accident. */
  void leaveResults() {
    end(PipelineState.ABORTED, null, true);
  }

  /** The run is over: its state changes no more. */
  void close() {
    synchronized (closing) {
      turn(PipelineState.FINISHING, isCut() ? PipelineState.DRAINED : PipelineState.COMPLETED);
      closed = true;
    }
  }

  private boolean isCut() {
    return hasOpenSources.getAsBoolean();
  }

  /** Who ended the run before all was done; null if nobody did, or nothing was cut by that. */
  @Nullable Cut cut() {
    Status last = status.get();
    return switch (last.state()) {
      case DRAINED, ABORTED -> last.cut();
      case NEW, RUNNING, FINISHING, COMPLETED, FAILED -> null;
    };
  }

  /** Who has begun to end the run, whatever comes of it; null if nobody has. */
  @Nullable Cut cutSoFar() {
    return status.get().cut();
  }

  /** Whether it was ended only since nobody wanted its results any more. */
  boolean wereResultsLeft() {
    Status last = status.get();
    return last.resultsLeft() && last.cut() == null;
  }

  /** It was never started, and is closed. */
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

  @Override
  public void fail(
      String what, @Nullable String stepName, @Nullable Object item, int attempt, Throwable cause) {
    boolean unheard = audience.isEmpty(); // who waits is woken by the end, and may leave
    boolean late;
    boolean first = false;
    boolean ends = false;
    try {
      synchronized (closing) {
        late = closed;
        if (!late) {
          try {
            first = failures.add(what, stepName, item, attempt, cause);
          } finally {
            ends = turnTo(PipelineState.FAILED, null, false);
          }
        }
      }
    } finally {
      if (ends) {
        sweepOnce();
      }
    }
    if (late) {
      logLate(what, cause);
    } else if (first) {
      failures.describe(unheard); // only now: user code tells what its objects are
    } else {
      failures.suppress(cause);
    }
  }

  private void logLate(String what, Throwable cause) {
    LOG.log(
        System.Logger.Level.WARNING, "pipeline '" + name + "': " + what + " after the end", cause);
  }

  /** Ends the run, unless it has ended so already, or otherwise. */
  private void end(PipelineState ending, @Nullable Cut by, boolean resultsLeft) {
    if (turnTo(ending, by, resultsLeft)) {
      sweepOnce();
    }
  }

  private boolean turnTo(PipelineState ending, @Nullable Cut by, boolean resultsLeft) {
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
        ended = true; // under the monitor, for a failure: who fails next finds it set
        return true;
      }
    }
  }

  private void sweepOnce() {
    if (sweeping.compareAndSet(false, true)) {
      try {
        sweep.run();
      } finally {
        swept.countDown();
      }
    }
  }

  @Override
  public void awaitInterrupts() {
    boolean done = false;
    while (!done) {
      try {
        swept.await();
        done = true;
      } catch (InterruptedException e) {
        // that is the interrupt that was waited for
      }
    }
    Thread.interrupted();
  }

  @Override
  public @Nullable RuntimeException refusal() {
    return ended ? cancelled() : null;
  }

  /**
   * What a put gets.
   *
   * @param inOwnThread whether it is called in one of the pipeline's own threads; asked if that
   *     makes a difference
   * @return null if it may go on
   */
  @Nullable RuntimeException putRefusal(BooleanSupplier inOwnThread) {
    return switch (state()) {
      case NEW, RUNNING -> null;
      case FAILED ->
          new PipelineException(
              "pipeline '" + name + "' has failed, and takes no more items",
              name,
              null,
              null,
              0,
              failures.get());
      case ABORTED -> cancelled();
      case FINISHING -> finished(inOwnThread.getAsBoolean());
      case COMPLETED, DRAINED -> drained ? cancelled() : new IllegalStateException(tooLate());
    };
  }

  /** What a put gets after a finish, while what was put before is worked off. */
  RuntimeException finished(boolean inOwnThread) {
    String back =
        "; a step can still put items back to itself by StepContext.reenqueue, until everything is"
            + " done";
    String where = "pipeline '" + name + "'";
    if (drained) {
      return new CancellationException(where + " was drained" + (inOwnThread ? back : ""));
    }
    String before = "; put before finish(), stop(), or the end of the sources put before the start";
    return new IllegalStateException(
        where + " is finished, and takes no more items" + (inOwnThread ? back : before));
  }

  /** Why it can't be started, or is no use any more: it runs once, or never does. */
  String tooLate() {
    String how = closedHow;
    if (how == null) {
      how = closed ? "ran once, and has ended: " : "was started before, and runs once: ";
      how += state();
    }
    return "pipeline '" + name + "' " + how + "; build another one from its builder";
  }

  /** What they get who can't go on. */
  CancellationException cancelled() {
    String how = closedHow;
    if (how == null) {
      how = drained ? "was drained" : "was aborted";
      how = state() == PipelineState.FAILED ? "has failed" : how;
    }
    return new CancellationException("pipeline '" + name + "' " + how);
  }

  @Override
  public String pipelineName() {
    return name;
  }

  @Override
  public boolean isEnded() {
    return ended;
  }

  @Override
  public Ending ending() {
    if (!ended) {
      return isCut() ? Ending.DRAINED : Ending.CLEAN;
    }
    return isAborted() ? Ending.ABORTED : Ending.FAILED;
  }

  @Override
  public boolean isAborted() {
    return ended && state() != PipelineState.FAILED;
  }

  @Override
  public TimeSource time() {
    return time;
  }

  @Override
  public @Nullable Tracker tracker() {
    return tracker;
  }
}
