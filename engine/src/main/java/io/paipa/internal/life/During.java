package io.paipa.internal.life;

import io.paipa.PipelineBody;
import io.paipa.PipelineException;
import io.paipa.Report;
import io.paipa.internal.ledger.Causes;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/**
 * Runs a body while a pipeline runs, and knows how it ended. By one thread, which is not the
 * pipeline's own; has no state of its own.
 *
 * @param <P> type of the pipeline
 */
final class During<P> {
  private final Engine engine;
  private final Endings endings;
  private final P pipeline;

  During(Engine engine, Endings endings, P pipeline) {
    this.engine = engine;
    this.endings = endings;
    this.pipeline = pipeline;
  }

  /** Starts, calls the body, finishes, and waits for the end. */
  <X extends Exception> Report run(Runnable start, PipelineBody<? super P, X> body)
      throws X, InterruptedException {
    engine.audience().enter();
    try {
      start.run();
      boolean cancelled = call(body);
      endings.finishAndAwait();
      throwFailure(null);
      Report report = endings.deliver(false);
      Cut cut = engine.lifecycle().cutSoFar();
      if (cancelled && cut != null) {
        endings.throwCut(cut); // nothing that was accepted is lost, but the body did not do all
      }
      return report;
    } finally {
      engine.audience().leave();
    }
  }

  /** Whether the body was cancelled by another thread that has cut the run. */
  private <X extends Exception> boolean call(PipelineBody<? super P, X> body)
      throws X, InterruptedException {
    BodyWatch watch = BodyWatch.begin(engine);
    try {
      try {
        body.run(pipeline);
      } finally {
        watch.end();
      }
      return false;
    } catch (Throwable t) {
      Cut cut = engine.lifecycle().cutSoFar();
      if (t instanceof CancellationException && cut != null && cut.isOthers()) {
        return true;
      }
      engine.lifecycle().abort();
      engine.termination().awaitUninterruptibly();
      endings.join();
      throwFailure(t);
      throw t;
    }
  }

  /**
   * Throws the failure of the run, if there is one, whichever thread got it before. First comes the
   * exception that says which threads are stuck; the failure may be its cause. Without a failure,
   * the body's exception is thrown.
   */
  private void throwFailure(@Nullable Throwable ofBody) {
    PipelineException first = engine.failures().takeFirst();
    PipelineException failure = first == null ? engine.failures().again() : first;
    PipelineException stuck = engine.termination().takeStuck();
    if (stuck != null && (failure != null || ofBody == null)) {
      throw with(failure, with(ofBody, stuck));
    }
    if (failure != null) {
      throw with(ofBody, failure);
    }
    if (stuck != null && ofBody != null) {
      Causes.suppress(ofBody, stuck);
    }
  }

  private static PipelineException with(@Nullable Throwable later, PipelineException thrown) {
    if (later != null) {
      Causes.suppress(thrown, later);
    }
    return thrown;
  }
}
