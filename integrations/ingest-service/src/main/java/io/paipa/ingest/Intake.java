package io.paipa.ingest;

import io.paipa.Acknowledgement;
import io.paipa.Pipeline;
import java.time.Duration;

/**
 * Takes orders in: what the requests know of the pipeline. An order is taken if and only if a call
 * returns true; then it is worked off, through a shutdown, too. When nothing more is taken, the
 * calls throw what those of {@link Pipeline} throw. Safe for all threads.
 */
interface Intake {
  /** Waits for room. */
  boolean offer(Order order, Duration patience) throws InterruptedException;

  /** Waits for room; what became of the order is told later. */
  boolean offer(Order order, Acknowledgement acknowledgement, Duration patience)
      throws InterruptedException;

  /** Of a pipeline that was started. (Before, it would take any number of orders.) */
  static Intake of(Pipeline<Order, ?> pipeline) {
    return new Intake() {
      @Override
      public boolean offer(Order order, Duration patience) throws InterruptedException {
        return pipeline.offer(order, patience);
      }

      @Override
      public boolean offer(Order order, Acknowledgement acknowledgement, Duration patience)
          throws InterruptedException {
        return pipeline.offer(order, acknowledgement, patience);
      }
    };
  }
}
