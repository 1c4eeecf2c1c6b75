package io.paipa;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** {@link Pipeline#health}. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class HealthTest {
  private static final String NAME = "healthy";
  private static final Duration SOON = Duration.ofMillis(100);

  private final CountDownLatch begun = new CountDownLatch(1);
  private final CountDownLatch release = new CountDownLatch(1);

  @AfterEach
  void shouldLeaveNoThread() {
    Threads.assertNoneOf(NAME);
  }

  private static Builder<Integer, Integer> builder() {
    return Pipeline.<Integer>named(NAME).defaults(StepOptions.options().stallAfter(SOON));
  }

  private Integer held(Integer item) throws InterruptedException {
    begun.countDown();
    assertThat(release.await(40, TimeUnit.SECONDS)).isTrue();
    return item;
  }

  /** For so long that a pipeline that can be down would be. */
  private static void assertStaysUp(Pipeline<?, ?> pipeline) {
    long end = System.nanoTime() + 5 * SOON.toNanos();
    while (System.nanoTime() - end < 0) {
      assertThat(pipeline.health().up()).as(pipeline.health().toString()).isTrue();
      Thread.yield();
    }
  }

  @Test
  void shouldSayHowFarItIs() throws InterruptedException {
    try (Pipeline<Integer, Integer> pipeline = builder().map("same", item -> item).build()) {
      assertThat(pipeline.health().status()).isEqualTo(Health.Status.NOT_STARTED);
      pipeline.start();
      assertThat(pipeline.health().status()).isEqualTo(Health.Status.UP);
      pipeline.stop();
      Health ended = pipeline.health();
      assertThat(ended.status()).isEqualTo(Health.Status.ENDED);
      assertThat(ended.up()).isFalse();
      assertThat(ended.reason()).isEmpty();
    }
  }

  @Test
  void shouldHaveEndedWhenItWasNeverStarted() {
    Pipeline<Integer, Integer> pipeline = builder().map("same", item -> item).build();
    pipeline.close();
    assertThat(pipeline.health().status()).isEqualTo(Health.Status.ENDED);
  }

  @Test
  void shouldBeDownWhenItHasFailed() throws InterruptedException {
    Pipeline<Integer, Integer> pipeline =
        builder()
            .whenFailed(failure -> {})
            .map("same", item -> item)
            .map("divide", item -> 1 / item)
            .build();
    pipeline.put(0);
    pipeline.start();
    assertThat(pipeline.awaitTermination(Duration.ofSeconds(20))).isTrue();
    Health health = pipeline.health();
    assertThat(health.status()).isEqualTo(Health.Status.DOWN);
    assertThat(health.step()).contains("divide");
    assertThat(health.reason()).get().asString().contains("ArithmeticException");
    Threads.await(() -> pipeline.health().reason().orElse("").contains("/ by zero"));
    assertThatThrownBy(pipeline::close).isInstanceOf(PipelineException.class);
  }

  /** What is in user code goes on, however long. */
  @Test
  void shouldBeUpWhileAnAttemptTakesLong() throws InterruptedException {
    try (Pipeline<Integer, Integer> pipeline =
        builder().map("same", item -> item).map("slow", this::held).build()) {
      pipeline.start();
      pipeline.put(1);
      pipeline.put(2);
      Threads.await(() -> pipeline.health().step().isPresent());
      Health health = pipeline.health();
      assertThat(health.up()).isTrue();
      assertThat(health.step()).contains("slow");
      assertThat(health.reason()).get().asString().matches("an attempt goes on for \\d{3,} ms");
      release.countDown();
      Threads.await(() -> pipeline.health().step().isEmpty());
    }
  }

  @Test
  void shouldBeUpWhileAStageTakesLong() throws InterruptedException {
    CompletableFuture<Integer> stage = new CompletableFuture<>();
    try (Pipeline<Integer, Integer> pipeline =
        builder().mapAsync("call", 1, (Integer item) -> stage).build()) {
      pipeline.start();
      pipeline.put(1);
      pipeline.put(2);
      Threads.await(() -> pipeline.health().step().equals(Optional.of("call")));
      assertStaysUp(pipeline);
      stage.complete(1);
    }
  }

  @Test
  void shouldBeUpWhileItWaitsForInput() throws InterruptedException {
    try (Pipeline<Integer, Integer> pipeline =
        builder().chunk("chunk", 10).map("size", chunk -> chunk.size()).build()) {
      pipeline.start();
      pipeline.put(1); // in a chunk that is not full
      assertStaysUp(pipeline);
    }
  }

  @Test
  void shouldBeUpWhileItBacksOff() throws InterruptedException {
    try (Pipeline<Integer, ?> pipeline =
        builder()
            .map(
                "fail",
                (Integer item) -> {
                  begun.countDown();
                  throw new IllegalStateException("again");
                })
            .keyed(item -> "all")
            .retrying(1, Backoff.fixed(Duration.ofHours(1)))
            .build()) {
      pipeline.start();
      pipeline.put(1);
      pipeline.put(2); // waits for the key
      assertThat(begun.await(20, TimeUnit.SECONDS)).isTrue();
      assertStaysUp(pipeline);
      pipeline.abort();
    }
  }

  @Test
  void shouldBeUpWhileNobodyPullsItsResults() {
    Pipeline<Integer, Integer> pipeline =
        builder().map("same", item -> item).capacity(2).workers(2).build();
    pipeline.putStream(Stream.generate(() -> 1));
    try (Stream<Integer> results = pipeline.results()) {
      assertThat(results.iterator().next()).isOne();
      assertStaysUp(pipeline);
    }
  }

  /** Its items are left: nobody is to begin them. */
  @Test
  void shouldNotBeDownWhileUserCodeIsStubbornAfterAnAbort() throws InterruptedException {
    CountDownLatch ended = new CountDownLatch(1);
    Pipeline<Integer, Integer> pipeline =
        builder()
            .map("first", item -> item)
            .capacity(2)
            .map(
                "stubborn",
                item -> {
                  begun.countDown();
                  while (ended.getCount() > 0) {
                    Thread.onSpinWait();
                  }
                  return item;
                })
            .capacity(2)
            .build();
    pipeline.putStream(Stream.generate(() -> 1));
    pipeline.start();
    assertThat(begun.await(20, TimeUnit.SECONDS)).isTrue();
    pipeline.abort();
    assertStaysUp(pipeline);
    ended.countDown();
    pipeline.close();
    assertThat(pipeline.health().status()).isEqualTo(Health.Status.ENDED);
  }

  /** What a step does before it begins may take its time. */
  @Test
  void shouldBeUpWhileAStepStartsSlowly() throws InterruptedException {
    try (Pipeline<Integer, Integer> pipeline =
        builder()
            .map("first", item -> item)
            .step(
                "slow",
                () ->
                    new Step<Integer, Integer>() {
                      @Override
                      public void onStepStart(StepContext<Integer> context) throws Exception {
                        held(1);
                      }

                      @Override
                      public void process(Integer item, Emitter<Integer> out) {
                        out.emit(item);
                      }
                    })
            .build()) {
      Thread starter = new Thread(pipeline::start);
      starter.start();
      assertThat(begun.await(20, TimeUnit.SECONDS)).isTrue();
      pipeline.put(1);
      assertStaysUp(pipeline);
      release.countDown();
      starter.join();
    }
  }

  /** A thread of the factory's that does not begin is as good as none. */
  @Test
  void shouldBeDownWhenItemsWaitAndNoWorkerBeginsOne() throws InterruptedException {
    CountDownLatch begins = new CountDownLatch(1);
    Pipeline<Integer, Void> pipeline =
        builder()
            .threadFactory(
                work ->
                    new Thread() {
                      @Override
                      public void run() {
                        awaitQuietly(getName().endsWith("store-0") ? begins : null);
                        work.run();
                      }
                    })
            .map("same", item -> item)
            .sink("store", item -> {})
            .build();
    try (pipeline) {
      pipeline.start();
      pipeline.put(1);
      Threads.await(() -> pipeline.health().status() == Health.Status.DOWN);
      Health health = pipeline.health();
      assertThat(health.step()).contains("store");
      assertThat(health.reason())
          .get()
          .asString()
          .matches("1 items wait here, and no worker has begun one for \\d{3,} ms; dump.*");
      begins.countDown();
      Threads.await(() -> pipeline.health().up());
    }
  }

  private static void awaitQuietly(@Nullable CountDownLatch latch) {
    try {
      if (latch != null) {
        assertThat(latch.await(40, TimeUnit.SECONDS)).isTrue();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
