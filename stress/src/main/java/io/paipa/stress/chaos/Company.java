package io.paipa.stress.chaos;

import io.paipa.Pipeline;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Items of a step that wait until others have begun after them: no more than the step has workers,
 * so that they must not wait in vain. If they do, the scenario hangs. An item goes on alone when
 * nothing is queued in front of its step, for then nothing may ever come. Not in ordered steps: an
 * item does not know its place, and what began between its take and its count may use up the places
 * behind it. Safe for all threads.
 */
final class Company {
  private static final long LOOK_MILLIS = 2;

  private final int step;
  private final int others;
  private final Supplier<@Nullable Pipeline<?, ?>> pipeline;
  private final AtomicLong begun = new AtomicLong();
  private int waiting;

  /**
   * A company.
   *
   * @param others how many items must begin after one that waits
   */
  Company(int step, int others, Supplier<@Nullable Pipeline<?, ?>> pipeline) {
    this.step = step;
    this.others = others;
    this.pipeline = pipeline;
  }

  /** An item begins; waits for the others, if it is to. */
  void begin(boolean waits) throws InterruptedException {
    long last = begun.incrementAndGet() + others;
    synchronized (this) {
      if (waiting > 0) {
        notifyAll();
      }
      if (!waits) {
        return;
      }
      waiting++;
      try {
        while (begun.get() < last && mayCome()) {
          wait(LOOK_MILLIS);
        }
      } finally {
        waiting--;
      }
    }
  }

  /** Asked under the monitor: it calls nothing of this class. */
  private boolean mayCome() {
    Pipeline<?, ?> running = pipeline.get();
    return running != null && running.report().steps().get(step).queued() > 0;
  }
}
