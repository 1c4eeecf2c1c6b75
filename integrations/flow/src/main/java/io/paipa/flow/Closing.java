package io.paipa.flow;

import io.paipa.Pipeline;
import io.paipa.PipelineException;
import java.lang.System.Logger.Level;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Closes a pipeline for a subscriber that has cancelled, while another thread waits for a result.
 * To close a pipeline waits for its end, and to cancel a subscription must not wait: so a thread
 * does it that ends with the pipeline. It is started by the first thread that asks for it.
 */
final class Closing implements Runnable {
  private static final System.Logger LOG = System.getLogger("io.paipa");

  private final Pipeline<?, ?> pipeline;
  private final AtomicBoolean begun = new AtomicBoolean();

  Closing(Pipeline<?, ?> pipeline) {
    this.pipeline = pipeline;
  }

  /** Never waits. Nothing is to be done for a pipeline that has ended. */
  void begin() {
    if (pipeline.isAlive() && begun.compareAndSet(false, true)) {
      Threads.make(pipeline, "closing", this).start();
    }
  }

  /** Results that are closed early are no cut: an abort would be one. */
  @Override
  public void run() {
    try {
      pipeline.close();
    } catch (PipelineException e) {
      if (pipeline.failure().isEmpty()) { // the thread that takes the results looks at that
        LOG.log(Level.ERROR, "pipeline '" + pipeline.name() + "' was cancelled", e);
      }
    } catch (RuntimeException e) {
      // another thread has cut it before: that thread knows
    }
  }
}
