package io.paipa.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.paipa.Pipeline;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;

/** The page's clock goes on, whatever a look throws. */
class LastingTest {
  private static final Logger LOG = Logger.getLogger("io.paipa");

  /** A log that fails as well, and counts how often. */
  private static final class Failing extends Handler {
    private final AtomicInteger records = new AtomicInteger();

    @Override
    public void publish(LogRecord record) {
      records.incrementAndGet();
      throw new IllegalStateException("the disk of the log is full");
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }

  @Test
  void shouldGoOnAfterAnError() {
    Failing failing = new Failing();
    LOG.addHandler(failing);
    AtomicInteger looks = new AtomicInteger();
    try (Pipeline<Integer, Void> real = Pipelines.idle("orders");
        LivePage page = LivePage.builder().port(0).start()) {
      page.add(
          Intercepted.of(
              real,
              "report",
              () -> {
                if (looks.incrementAndGet() == 2) {
                  throw new StackOverflowError("for a moment");
                }
              }));

      Awaiting.await(() -> looks.get() >= 4);
      assertThat(failing.records).hasValueGreaterThanOrEqualTo(1);
    } finally {
      LOG.removeHandler(failing);
    }
  }
}
