package io.paipa.examples.ring;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class RawWorkerPoolTest {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);

  private List<String> lines() {
    return bytes.toString(StandardCharsets.UTF_8).lines().toList();
  }

  @Test
  void shouldFactoriseAndGoOnAfterWhatItCanNot() throws InterruptedException {
    long factorised =
        RawWorkerPool.factorise(List.of(60L, 0L, 97L, 1L, 8L, 999_983L * 999_979L), out);

    assertThat(factorised).isEqualTo(5);
    assertThat(lines())
        .containsExactlyInAnyOrder(
            "60 = 2 * 2 * 3 * 5",
            "Event 1: 0 has no prime factors",
            "97 = 97",
            "1 = 1",
            "8 = 2 * 2 * 2",
            "999962000357 = 999979 * 999983");
  }

  /** Many more than there are slots. */
  @Test
  void shouldFactoriseEachNumberOnce() throws InterruptedException {
    List<Long> numbers = LongStream.rangeClosed(1, 10_000).boxed().toList();

    assertThat(RawWorkerPool.factorise(numbers, out)).isEqualTo(10_000);

    assertThat(lines().stream().map(line -> Long.valueOf(line.split(" ", 2)[0])))
        .containsExactlyInAnyOrderElementsOf(numbers);
  }

  @Test
  void shouldEndItsThreads() throws InterruptedException {
    ThreadGroup group = new ThreadGroup("factorising");
    Thread caller =
        new Thread(
            group,
            () -> {
              try {
                RawWorkerPool.factorise(List.of(2L, 3L), out);
              } catch (InterruptedException e) {
                throw new AssertionError(e);
              }
            });

    caller.start();
    caller.join(20_000);

    Thread[] left = new Thread[16];
    int count = group.enumerate(left);
    for (int i = 0; i < count; i++) {
      left[i].join(20_000);
    }
    assertThat(group.activeCount()).isZero();
  }
}
