package io.paipa.internal.life;

import io.paipa.ContextPropagation;
import io.paipa.Ending;
import io.paipa.PipelineState;
import io.paipa.Tracker;
import io.paipa.internal.assembly.PipelinePlan;
import io.paipa.internal.delivery.Contexts;
import io.paipa.internal.platform.TimeSource;
import io.paipa.internal.source.Intake;
import io.paipa.internal.worker.EndFlag;
import io.paipa.internal.worker.Run;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * The life of a run: how it is started, finished and ended. The first thread that ends it before
 * all is done sweeps: it wakes and interrupts all others, once. They wait for that before they go
 * on to their stop hooks.
 *
 * <p>A failure is recorded before the state says so, for each thread that is woken looks for it. It
 * may come when the run is just being closed, from a thread that is none of its own. So both are
 * done under a monitor, or a run that has completed would have a failure. No user code is called
 * under it.
 */
final class Lifecycle implements Run {
  private static final System.Logger LOG = System.getLogger("io.paipa");

  private final String name;
  private final TimeSource time;
  private final @Nullable Tracker tracker;
  private final Contexts contexts;
  private final RunState state = new RunState();
  private final Failures failures;
  private final Refusals refusals;
  private final Audience audience;
  private final Runnable sweep;
  private final Object closing = new Object();
  private final AtomicBoolean sweeping = new AtomicBoolean();
  private final CountDownLatch swept = new CountDownLatch(1);
  private final Intake intake;

  /**
   * A run that was not started.
   *
   * @param audience the callers that will hear of a failure
   * @param intake knows whether a source has not come to its end, and whether it is paused
   * @param sweep wakes and interrupts all threads
   */
  Lifecycle(
      PipelinePlan plan, Failures failures, Audience audience, Intake intake, Runnable sweep) {
    this.name = plan.name();
    this.time = plan.time();
    Tracker given = plan.tracker();
    this.tracker =
        given == null ? null : new GuardedTracker(given, new ObserverLog(name, "the tracker"));
    this.contexts = new Contexts(guarded(plan.contexts()));
    this.failures = failures;
    this.refusals = new Refusals(name, state, failures);
    this.audience = audience;
    this.intake = intake;
    this.sweep = sweep;
  }

  private @Nullable ContextPropagation guarded(@Nullable ContextPropagation given) {
    return given == null
        ? null
        : new GuardedPropagation(given, new ObserverLog(name, "the propagation of contexts"));
  }

  PipelineState state() {
    return state.get();
  }

  /** The state as users see it. */
  PipelineState shown() {
    PipelineState current = state.get();
    return current == PipelineState.RUNNING && intake.isPaused() ? PipelineState.PAUSED : current;
  }

  /** What callers are told that come too late. */
  Refusals refusals() {
    return refusals;
  }

  boolean start() {
    return state.turn(PipelineState.NEW, PipelineState.RUNNING);
  }

  /** Nothing more is put in. */
  void finish(boolean drain) {
    if (drain) {
      state.drain();
    }
    state.turn(PipelineState.RUNNING, PipelineState.FINISHING);
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
      state.close(isCut() ? PipelineState.DRAINED : PipelineState.COMPLETED);
    }
  }

  private boolean isCut() {
    return intake.hasOpenSources();
  }

  /**
   * The cut that ended the run before all was done; null if there was none, or nothing was cut by
   * it.
   */
  @Nullable Cut cut() {
    return state.cut();
  }

  /** The cut that has begun to end the run, whatever comes of it; null if there is none. */
  @Nullable Cut cutSoFar() {
    return state.cutSoFar();
  }

  /** Whether it was ended only since nobody wanted its results any more. */
  boolean wereResultsLeft() {
    return state.wereResultsLeft();
  }

  /** It was never started, and is closed. */
  boolean closeUnstarted(String how, @Nullable Cut by) {
    return state.closeUnstarted(how, by);
  }

  @Override
  public void fail(
      String what, @Nullable String stepName, @Nullable Object item, int attempt, Throwable cause) {
    boolean unheard = audience.isEmpty(); // a waiting thread is woken by the end, and may leave
    boolean late;
    boolean first = false;
    boolean ends = false;
    try {
      synchronized (closing) {
        late = state.isClosed();
        if (!late) {
          try {
            first = failures.add(what, stepName, item, attempt, cause);
          } finally {
            ends = state.end(PipelineState.FAILED, null, false);
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
    if (state.end(ending, by, resultsLeft)) {
      sweepOnce();
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
    return state.isEnded() ? refusals.cancelled() : null;
  }

  @Override
  public String pipelineName() {
    return name;
  }

  @Override
  public EndFlag endFlag() {
    return state.endFlag();
  }

  @Override
  public boolean isDraining() {
    return state.isDrained() || state.isEnded();
  }

  @Override
  public Ending ending() {
    if (!state.isEnded()) {
      return isCut() ? Ending.DRAINED : Ending.CLEAN;
    }
    return isAborted() ? Ending.ABORTED : Ending.FAILED;
  }

  @Override
  public boolean isAborted() {
    return state.isEnded() && state() != PipelineState.FAILED;
  }

  @Override
  public TimeSource time() {
    return time;
  }

  @Override
  public @Nullable Tracker tracker() {
    return tracker;
  }

  @Override
  public Contexts contexts() {
    return contexts;
  }
}
