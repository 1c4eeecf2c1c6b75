package io.paipa.examples.ring;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PoolsOfADisruptorTest {
  private static final Duration LONG_ENOUGH = Duration.ofSeconds(20);

  private final Queue<String> results = new ConcurrentLinkedQueue<>();

  @Test
  void shouldTidyAndCheckEachNumber() {
    assertThat(
            PoolsOfADisruptor.check(
                List.of("4539 1488 0343 6467", "8273 1232 7352 0569", "79927398713"),
                LONG_ENOUGH,
                results::add))
        .isTrue();

    assertThat(results)
        .containsExactlyInAnyOrder(
            "4539148803436467 is valid", "8273123273520569 is not valid", "79927398713 is valid");
  }

  /** Many more than there are slots. */
  @Test
  void shouldCheckEachNumberOnce() {
    List<String> numbers = IntStream.range(0, 10_000).mapToObj(Integer::toString).toList();

    assertThat(PoolsOfADisruptor.check(numbers, LONG_ENOUGH, results::add)).isTrue();

    assertThat(results.stream().map(result -> result.split(" ", 2)[0]))
        .containsExactlyInAnyOrderElementsOf(numbers);
    assertThat(results).filteredOn(result -> result.endsWith(" is valid")).hasSize(1_000);
  }

  @Test
  void shouldReturnWhenTheTimeIsUp() {
    CountDownLatch release = new CountDownLatch(1);

    assertThat(
            PoolsOfADisruptor.check(
                List.of("0", "18"), Duration.ofMillis(10), result -> await(release)))
        .isFalse();

    release.countDown(); // the workers end
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
