package io.paipa.examples.manual;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PutIterableTest {
  @Test
  void shouldCountThePrimesInAnIterable() throws InterruptedException {
    Iterable<Integer> numbers = () -> IntStream.rangeClosed(1, 10_000).iterator();

    assertThat(PutIterable.countPrimes(numbers)).isEqualTo(1_229);
    // The builder is not used up: it builds another pipeline.
    assertThat(PutIterable.countPrimes(numbers)).isEqualTo(1_229);
  }

  @Test
  void shouldCountThePrimesInAStreamAndCloseIt() throws InterruptedException {
    AtomicBoolean closed = new AtomicBoolean();
    Stream<Integer> numbers =
        IntStream.rangeClosed(1, 10_000).boxed().onClose(() -> closed.set(true));

    assertThat(PutIterable.countPrimes(numbers)).isEqualTo(1_229);
    assertThat(closed).isTrue();
  }

  @Test
  void shouldEndWithAnEmptySource() throws InterruptedException {
    assertThat(PutIterable.countPrimes(Stream.empty())).isZero();
  }
}
