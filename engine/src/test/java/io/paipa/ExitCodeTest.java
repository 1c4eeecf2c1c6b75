package io.paipa;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * {@link Report#exitCode}, for each way in which a pipeline ends. That of a queue which keeps items
 * is looked at in {@link HonestSourcesTest}.
 */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class ExitCodeTest {
  private static final String NAME = "coded";

  @AfterEach
  void shouldLeaveNoThread() {
    Threads.assertNoneOf(NAME);
  }

  private static Builder<Integer, Integer> builder() {
    return Pipeline.<Integer>named(NAME).map("same", item -> item);
  }

  private static Integer fail(Integer item) {
    throw new IllegalStateException("no");
  }

  @Test
  void shouldBeZeroWhenAllIsDone() throws InterruptedException {
    try (Pipeline<Integer, Integer> pipeline = builder().build()) {
      pipeline.putIterable(List.of(1, 2, 3));
      assertThat(pipeline.report().exitCode()).isZero();
      assertThat(pipeline.run().exitCode()).isZero();
    }
  }

  @Test
  void shouldBeOneWhenItFailed() throws InterruptedException {
    try (Pipeline<Integer, Integer> pipeline =
        builder().map("failing", ExitCodeTest::fail).build()) {
      pipeline.putIterable(List.of(1, 2, 3));
      assertThatThrownBy(pipeline::run).hasRootCauseMessage("no");
      assertThat(pipeline.report().exitCode()).isOne();
    }
  }

  @Test
  void shouldBeTwoWhenItemsWereAbandoned() throws InterruptedException {
    CountDownLatch begun = new CountDownLatch(1);
    try (Pipeline<Integer, Void> pipeline =
        builder()
            .sink(
                "waiting",
                item -> {
                  begun.countDown();
                  new CountDownLatch(1).await();
                })
            .build()) {
      pipeline.put(1);
      pipeline.start();
      assertThat(begun.await(20, TimeUnit.SECONDS)).isTrue();
      pipeline.abort();
      assertThat(pipeline.awaitTermination(Duration.ofSeconds(20))).isTrue();
      assertThat(pipeline.report().exitCode()).isEqualTo(2);
    }
  }

  @Test
  void shouldBeThreeWhenASourceWasCut() throws InterruptedException {
    try (Pipeline<Integer, Integer> pipeline = builder().build()) {
      pipeline.putStream(Stream.generate(() -> 1));
      pipeline.start();
      Threads.await(() -> pipeline.count() > 0);
      assertThat(pipeline.drain(Duration.ofSeconds(20)).exitCode()).isEqualTo(3);
    }
  }

  /** Nobody wanted more. */
  @Test
  void shouldBeZeroWhenTheResultsWereClosedEarly() {
    Pipeline<Integer, Integer> pipeline = builder().build();
    pipeline.putStream(Stream.generate(() -> 1));
    try (Stream<Integer> results = pipeline.results()) {
      assertThat(results.limit(3)).hasSize(3);
    }
    assertThat(pipeline.report().exitCode()).isZero();
  }
}
