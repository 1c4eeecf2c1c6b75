package io.paipa.run;

import io.paipa.PipelineException;
import io.paipa.Report;
import java.util.concurrent.TimeUnit;

/**
 * The calls that wait for the end of a run, and throw what went wrong in it, if nobody got it
 * before. By any thread but the pipeline's own; has no state of its own.
 */
final class Endings {
  private static final long JOIN_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final Engine engine;
  private final Lifecycle lifecycle;
  private final Termination termination;

  Endings(Engine engine) {
    this.engine = engine;
    lifecycle = engine.lifecycle();
    termination = engine.termination();
  }

  /** To the end; an interrupt aborts it. */
  void await() throws InterruptedException {
    try {
      termination.await();
    } catch (InterruptedException e) {
      lifecycle.abort();
      termination.awaitUninterruptibly();
      throw e;
    } finally {
      join();
    }
    deliver();
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
  void stop() throws InterruptedException {
    engine.finish(false);
    termination.await();
    join();
    deliver();
  }

  /** Lets those in work be done, in this time, then aborts. */
  Report drain(long nanos) throws InterruptedException {
    engine.finish(true);
    try {
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

  /** Finishes; an interrupt aborts, and stays. */
  void close() {
    engine.finish(false);
    try {
      termination.await();
    } catch (InterruptedException e) {
      lifecycle.abort();
      termination.awaitUninterruptibly();
      Thread.currentThread().interrupt();
    }
    join();
    deliver();
  }

  /** The results end: whoever pulls them is told, too, if somebody else got it. */
  void endResults() {
    join();
    deliver();
    PipelineException failure = engine.failures().get();
    if (failure != null) {
      throw failure; // the results end here, and not at their end
    }
  }

  /** After the end, a moment for the threads to be gone. */
  void join() {
    engine.crew().join(JOIN_NANOS);
  }

  private void deliver() {
    PipelineException stuck = termination.takeStuck();
    boolean mine = engine.failures().deliver();
    if (stuck != null) {
      throw stuck;
    }
    PipelineException failure = engine.failures().get();
    if (mine && failure != null) {
      throw failure;
    }
  }
}
