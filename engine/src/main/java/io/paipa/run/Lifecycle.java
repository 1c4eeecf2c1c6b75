package io.paipa.run;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import io.paipa.Ending;
import io.paipa.PipelineException;
import io.paipa.PipelineState;
import io.paipa.Tracker;
import io.paipa.claim.TimeSource;
import io.paipa.worker.Run;
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
 */
final class Lifecycle implements Run {
  private static final System.Logger LOG = System.getLogger("io.paipa");

  private final String name;
  private final TimeSource time;
  private final @Nullable Tracker tracker;
  private final Failures failures;
  private final Audience audience;
  private final Runnable sweep;
  private final AtomicReference<PipelineState> state = new AtomicReference<>(PipelineState.NEW);
  private final AtomicBoolean sweeping = new AtomicBoolean();
  private final CountDownLatch swept = new CountDownLatch(1);
  private volatile boolean ended;
  private final AtomicReference<@Nullable Cut> cut = new AtomicReference<>();
  private final BooleanSupplier hasOpenSources;
  private volatile boolean resultsLeft;
  private volatile boolean abortTold;
  private volatile boolean drained;
  private volatile boolean closed;
  private volatile @Nullable String closedHow;

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
    return state.get();
  }

  boolean start() {
    return state.compareAndSet(PipelineState.NEW, PipelineState.RUNNING);
  }

  /** Nothing more is put in. */
  void finish(boolean drain) {
    if (drain && !closed) {
      cut.compareAndSet(null, Cut.byCaller(true));
      drained = true;
    }
    state.compareAndSet(PipelineState.RUNNING, PipelineState.FINISHING);
  }

  /** The calling thread's wish. */
  void abort() {
    Cut mine = Cut.byCaller(false);
    boolean first = cut.compareAndSet(null, mine);
    if (!end(PipelineState.ABORTED) && first) {
      cut.compareAndSet(mine, null); // it came too late to cut anything
    }
  }

  /** Nobody wants the results any more: that ends the run, and is no accident. */
  void leaveResults() {
    resultsLeft = true; // before the end, for whoever reports that
    if (!end(PipelineState.ABORTED)) {
      resultsLeft = false;
    }
  }

  /** The run is over: its state changes no more. */
  void close(boolean nothingAbandoned) {
    PipelineState clean = cleanState();
    if (!state.compareAndSet(PipelineState.FINISHING, clean)
        && drained
        && nothingAbandoned
        && !abortTold) {
      state.compareAndSet(PipelineState.ABORTED, clean); // the limit passed with the last item
    }
    closed = true;
  }

  private PipelineState cleanState() {
    return hasOpenSources.getAsBoolean() ? PipelineState.DRAINED : PipelineState.COMPLETED;
  }

  /** Who ended the run before all was done; null if nobody did, or nothing was cut by that. */
  @Nullable Cut cut() {
    return switch (state.get()) {
      case DRAINED, ABORTED -> cut.get();
      case NEW, RUNNING, FINISHING, COMPLETED, FAILED -> null;
    };
  }

  /** Who has begun to end the run, whatever comes of it; null if nobody has. */
  @Nullable Cut cutSoFar() {
    return cut.get();
  }

  /** Whether it was ended only since nobody wanted its results any more. */
  boolean wereResultsLeft() {
    return resultsLeft && cut.get() == null;
  }

  /** It was never started, and is closed. */
  boolean closeUnstarted(String how, @Nullable Cut by) {
    boolean mine = state.compareAndSet(PipelineState.NEW, PipelineState.ABORTED);
    if (mine) {
      cut.set(by);
      closedHow = how;
      closed = true;
    }
    return mine;
  }

  @Override
  public void fail(
      String what, @Nullable String stepName, @Nullable Object item, int attempt, Throwable cause) {
    if (closed) {
      LOG.log(
          System.Logger.Level.WARNING,
          "pipeline '" + name + "': " + what + " after the end",
          cause);
      return;
    }
    boolean first = false;
    boolean unheard = audience.isEmpty(); // who waits is woken by the end, and may leave
    try {
      first = failures.add(what, stepName, item, attempt, cause);
    } finally {
      end(PipelineState.FAILED);
    }
    if (first) {
      failures.describe(unheard); // only now: user code tells what its objects are
    }
  }

  /** Ends the run; false if it has ended so already, or otherwise. */
  @CanIgnoreReturnValue
  private boolean end(PipelineState ending) {
    for (; ; ) {
      PipelineState current = state.get();
      boolean mayEnd =
          current == PipelineState.RUNNING
              || current == PipelineState.FINISHING
              || (current == PipelineState.ABORTED && ending == PipelineState.FAILED);
      if (!mayEnd || closed) {
        return false;
      }
      if (state.compareAndSet(current, ending)) {
        break;
      }
    }
    ended = true;
    if (sweeping.compareAndSet(false, true)) {
      try {
        sweep.run();
      } finally {
        swept.countDown();
      }
    }
    return true;
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
    return switch (state.get()) {
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
      how += state.get();
    }
    return "pipeline '" + name + "' " + how + "; build another one from its builder";
  }

  /** What they get who can't go on. */
  CancellationException cancelled() {
    String how = closedHow;
    if (how == null) {
      how = drained ? "was drained" : "was aborted";
      how = state.get() == PipelineState.FAILED ? "has failed" : how;
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
  public Ending tellEnding() {
    if (!ended) {
      return hasOpenSources.getAsBoolean() ? Ending.DRAINED : Ending.CLEAN;
    }
    if (!isAborted()) {
      return Ending.FAILED;
    }
    abortTold = true;
    return Ending.ABORTED;
  }

  @Override
  public boolean isAborted() {
    return ended && state.get() != PipelineState.FAILED;
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
