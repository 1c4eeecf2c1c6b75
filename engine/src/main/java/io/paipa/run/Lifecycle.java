package io.paipa.run;

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
  private final Runnable sweep;
  private final AtomicReference<PipelineState> state = new AtomicReference<>(PipelineState.NEW);
  private final AtomicBoolean sweeping = new AtomicBoolean();
  private final CountDownLatch swept = new CountDownLatch(1);
  private volatile boolean ended;
  private volatile boolean drained;
  private volatile boolean closed;
  private volatile @Nullable String closedHow;

  Lifecycle(Definition definition, Failures failures, Runnable sweep) {
    this.name = definition.name();
    this.time = definition.time();
    Tracker given = definition.tracker();
    this.tracker = given == null ? null : new GuardedTracker(name, given, new AtomicBoolean());
    this.failures = failures;
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
    drained |= drain && !closed;
    state.compareAndSet(PipelineState.RUNNING, PipelineState.FINISHING);
  }

  void abort() {
    end(PipelineState.ABORTED);
  }

  /** The run is over: its state changes no more. */
  void close(boolean nothingAbandoned) {
    if (!state.compareAndSet(PipelineState.FINISHING, PipelineState.COMPLETED)
        && drained
        && nothingAbandoned) {
      state.compareAndSet(PipelineState.ABORTED, PipelineState.COMPLETED);
    }
    closed = true;
  }

  /** It was never started, and is closed. */
  boolean closeUnstarted(String how) {
    boolean mine = state.compareAndSet(PipelineState.NEW, PipelineState.ABORTED);
    if (mine) {
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
    try {
      failures.add(what, stepName, item, attempt, cause);
    } finally {
      end(PipelineState.FAILED);
    }
  }

  private void end(PipelineState ending) {
    for (; ; ) {
      PipelineState current = state.get();
      boolean mayEnd =
          current == PipelineState.RUNNING
              || current == PipelineState.FINISHING
              || (current == PipelineState.ABORTED && ending == PipelineState.FAILED);
      if (!mayEnd || closed) {
        return;
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

  /** What a put gets; null if it may go on. */
  @Nullable RuntimeException putRefusal() {
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
      case FINISHING, COMPLETED ->
          drained
              ? cancelled()
              : new IllegalStateException(
                  "pipeline '"
                      + name
                      + "' is finished, and takes no more items; put before finish()");
    };
  }

  /** What they get who can't go on. */
  CancellationException cancelled() {
    String how = closedHow;
    if (how == null) {
      how = state.get() == PipelineState.FAILED ? "has failed" : "was aborted";
      how = drained ? "was drained" : how;
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
    return state.get() == PipelineState.FAILED ? Ending.FAILED : Ending.ABORTED;
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
