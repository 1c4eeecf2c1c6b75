package io.paipa.examples.readme;

import static org.assertj.core.api.Assertions.assertThat;

import io.paipa.Pipeline;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A service is called no more often than it can bear. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class CallsTest {
  @Test
  void shouldKeepToTheRateRetriesIncluded() throws InterruptedException {
    AtomicInteger calls = new AtomicInteger();
    List<String> stored = new ArrayList<>();
    long start = System.nanoTime();
    try (Pipeline<String, Void> pipeline =
        Calls.of(
                item -> {
                  if (calls.incrementAndGet() % 4 == 0) {
                    throw new IllegalStateException("busy");
                  }
                  return item;
                },
                stored::add)
            .build()) {
      pipeline.putIterable(IntStream.range(0, 30).mapToObj(String::valueOf).toList());
      pipeline.run();
    }
    long nanos = System.nanoTime() - start;
    assertThat(stored).hasSize(30).doesNotHaveDuplicates();
    assertThat(calls.get()).isBetween(38, (int) (10 + nanos / 20_000_000));
  }
}
