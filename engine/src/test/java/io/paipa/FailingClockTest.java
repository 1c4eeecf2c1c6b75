package io.paipa;

import static org.assertj.core.api.Assertions.assertThat;

import io.paipa.internal.platform.TimeSource;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Who only measures, does not fail where the clock does. */
@Timeout(60)
class FailingClockTest {
  private final AtomicBoolean fails = new AtomicBoolean();

  /** Fails in the workers, where they begin and wait, and where they take from a ring. */
  private final TimeSource clock =
      new TimeSource() {
        @Override
        public long nanoTime() {
          boolean measures =
              StackWalker.getInstance()
                  .walk(frames -> frames.anyMatch(frame -> isMeasuring(frame.getMethodName())));
          if (measures) {
            fails.set(true);
            throw new IllegalStateException("no time");
          }
          return System.nanoTime();
        }

        @Override
        public void parkNanos(Object blocker, long nanos) {
          LockSupport.parkNanos(blocker, nanos);
        }
      };

  private static boolean isMeasuring(String method) {
    return method.equals("observedNanoTime");
  }

  @Test
  void shouldDoAllItemsAllTheSame() throws InterruptedException {
    try (Pipeline<Integer, Void> pipeline =
        Door.open(
            Pipeline.<Integer>named("no-time")
                .map("first", (Integer item) -> item)
                .workers(2)
                .sink("second", item -> {})
                .capacity(4)
                .definition(),
            clock)) {
      pipeline.putIterable(IntStream.range(0, 10_000).boxed().toList());
      Report report = pipeline.run();

      assertThat(fails).isTrue();
      assertThat(report.steps().get(1).done()).isEqualTo(10_000);
    }
  }
}
