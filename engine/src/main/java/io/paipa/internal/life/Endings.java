package io.paipa.internal.life;

import io.paipa.PipelineException;
import io.paipa.PipelineState;
import io.paipa.Report;
import io.paipa.SourceReport;
import io.paipa.internal.ledger.Causes;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The calls that wait for the end of a run, and throw what went wrong in it, if nobody got it
 * before; or that another thread has cut it short. By any thread but the pipeline's own; has no
 * state of its own.
 */
final class Endings {
  private static final System.Logger LOG = System.getLogger("io.paipa");
  private static final String OR_USE_DURING = ", or use during";
  private static final long JOIN_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final Engine engine;
  private final Lifecycle lifecycle;
  private final Termination termination;
  private final Audience audience;
  private final CutNotices notices;

  Endings(Engine engine) {
    this.engine = engine;
    lifecycle = engine.lifecycle();
    termination = engine.termination();
    audience = engine.audience();
    notices = new CutNotices(engine.name());
  }

  /**
   * Starts, and waits for the end; an interrupt aborts the run.
   *
   * @param forever whether somebody's drain is a good end
   */
  Report run(Runnable start, boolean forever) throws InterruptedException {
    audience.enter();
    try {
      start.run();
      awaitOrAbort(null);
      return deliver(forever);
    } finally {
      audience.leave();
    }
  }

  /** Finishes, and waits for the end, as {@link #run} does. */
  void finishAndAwait() throws InterruptedException {
    engine.finish(false);
    awaitOrAbort("during");
  }

  /**
   * Waits for the end. An interrupt aborts the run, and is thrown when that has ended, with what
   * went wrong in it.
   *
   * @param call what waits, if it is to be told of a source that does not end
   */
  private void awaitOrAbort(@Nullable String call) throws InterruptedException {
    try {
      if (call != null) {
        awaitSources(call, "");
      }
      termination.await();
    } catch (InterruptedException e) {
      lifecycle.abort();
      termination.awaitUninterruptibly();
      suppressFailure(e);
      throw e;
    } finally {
      join();
    }
  }

  /** They are not thrown by that: the thread that closes the pipeline gets them, as ever. */
  private void suppressFailure(Throwable thrown) {
    PipelineException stuck = termination.stuck();
    PipelineException failure = engine.failures().get();
    if (stuck != null) {
      Causes.suppress(thrown, stuck);
    }
    if (failure != null) {
      Causes.suppress(thrown, failure);
    }
  }

  /** Throws nothing of the pipeline's; false if it has not ended in time. */
  boolean await(long nanos) throws InterruptedException {
    boolean over = termination.await(nanos);
    if (over) {
      join();
    }
    return over;
  }

  /** Finishes; an interrupt ends the wait alone. */
  Report stop() throws InterruptedException {
    audience.enter();
    try {
      engine.finish(false);
      awaitSources("stop()", OR_USE_DURING);
      termination.await();
      join();
      return deliver(false);
    } finally {
      audience.leave();
    }
  }

  /**
   * Lets those in work be done, in this time, then aborts. It throws no failure: so nobody hears of
   * one by it.
   */
  Report drain(long nanos) throws InterruptedException {
    try {
      engine.finish(true);
      if (!termination.await(nanos)) {
        lifecycle.abort();
        termination.await();
      }
    } catch (InterruptedException e) {
      lifecycle.abort();
      throw e;
    }
    join();
    return engine.reports().now();
  }

  /**
   * Closes a run that was never started; false if it was. Nothing becomes of what was put: a user
   * that has forgotten to start it reads that in the log.
   */
  boolean closeUnstarted() {
    if (!engine.closeUnstarted("was closed before it was started", null)) {
      return false;
    }
    Report report = engine.reports().now();
    if (report.cutShort()) {
      LOG.log(
          System.Logger.Level.WARNING,
          "pipeline ''{0}'' was closed before it was started: nothing becomes of what was put in"
              + " (items: {1}, sources: {2}); start it before, by run(), runForever() or start(),"
              + " or call abort() if that is meant",
          engine.name(),
          report.abandonedBeforeFirstStep(),
          report.sources().size());
    }
    return true;
  }

  /** Finishes; an interrupt aborts, and stays. Says nothing of a cut that this thread knows of. */
  void close() {
    audience.enter();
    try {
      engine.finish(false);
      try {
        awaitSources("close()", OR_USE_DURING);
        termination.await();
      } catch (InterruptedException e) {
        lifecycle.abort();
        termination.awaitUninterruptibly();
        Thread.currentThread().interrupt();
      }
      join();
      deliverFailure();
      if (!notices.wasCallerTold()) {
        deliverCut(false);
      }
    } finally {
      audience.leave();
    }
  }

  /**
   * Waits for a while for the end. If it does not come, and a source goes on, it may be one that
   * has no end: the log says so.
   */
  private void awaitSources(String call, String more) throws InterruptedException {
    long nanos = engine.plan().stallNanos();
    if (termination.await(nanos)) {
      return;
    }
    List<SourceReport> open =
        engine.reports().now().sources().stream().filter(source -> !source.ended()).toList();
    if (!open.isEmpty()) {
      LOG.log(
          System.Logger.Level.WARNING,
          "pipeline ''{0}'': {1} has waited {2} ms for the end of {3}, which gave {4} items so far;"
              + " end a source that has no end by drain or abort{5}",
          engine.name(),
          call,
          TimeUnit.NANOSECONDS.toMillis(nanos),
          open.get(0).name(),
          open.get(0).pulled(),
          more);
    }
  }

  /**
   * The results end. The thread that pulls them is told of a failure, also if another thread got
   * it. It is told of another thread's cut, too, or the results would end as if they were all.
   */
  void endResults() {
    join();
    deliverFailure();
    PipelineException failure = engine.failures().again();
    if (failure != null) {
      throw failure; // the results end here, and not at their end
    }
    deliverCut(false);
  }

  /** After the end, a moment for the threads to be gone; not for those that are stuck. */
  void join() {
    engine.crew().join(termination.wasForced() ? 0 : JOIN_NANOS);
  }

  /**
   * After the end: gives the report, or throws what went wrong.
   *
   * @param forgivesDrain whether somebody's drain is a good end
   */
  Report deliver(boolean forgivesDrain) {
    deliverFailure();
    deliverCut(forgivesDrain);
    return engine.reports().now();
  }

  private void deliverFailure() {
    PipelineException stuck = termination.takeStuck();
    PipelineException failure = engine.failures().takeFirst();
    if (stuck != null) {
      throw stuck;
    }
    if (failure != null) {
      throw failure;
    }
    if (lifecycle.state() == PipelineState.FAILED && engine.failures().get() == null) {
      throw new PipelineException(
          "pipeline '"
              + engine.name()
              + "' has failed; why could not be recorded, as where the JVM"
              + " is out of memory",
          engine.name(),
          null,
          null,
          0,
          null);
    }
  }

  private void deliverCut(boolean forgivesDrain) {
    Cut cut = lifecycle.cut();
    if (cut == null || !cut.isOthers()) {
      return;
    }
    if (forgivesDrain && cut.drains()) {
      notices.rememberCaller(); // it has the report: its close has nothing to add
    } else {
      throwCut(cut);
    }
  }

  /** Tells the calling thread that another has cut the run. */
  void throwCut(Cut cut) {
    throw notices.tellCaller(cut, engine.reports().now());
  }
}
