package io.paipa;

import static io.paipa.LedgerAssert.assertNothingAbandoned;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The time limit of an asynchronous step where its worker is held up by the next step. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class AsyncTimeLimitTest {
  private static final String NAME = "limited";

  private final List<Integer> results = new CopyOnWriteArrayList<>();
  private final List<Throwable> causes = new CopyOnWriteArrayList<>();

  @AfterEach
  void shouldLeaveNoThread() {
    Threads.assertNoneOf(NAME);
  }

  /** As a call of {@code map} does: whatever came of it, it took too long. */
  @Test
  void shouldFailAStageThatIsCompleteTooLateThoughNoWorkerLooked() throws InterruptedException {
    List<CompletableFuture<Integer>> late = new CopyOnWriteArrayList<>();
    CountDownLatch room = new CountDownLatch(1);
    try (Pipeline<Integer, Void> pipeline =
        Pipeline.<Integer>named(NAME)
            .mapAsync(
                "ask",
                10,
                item -> {
                  CompletableFuture<Integer> stage = new CompletableFuture<>();
                  if (item < 2) {
                    late.add(stage);
                  } else {
                    stage.complete(item);
                  }
                  return stage;
                })
            .itemTimeout(Duration.ofMillis(200))
            .onFailure(FailurePolicy.deadLetter(failed -> causes.add(failed.cause())))
            .sink(
                "add",
                item -> {
                  assertThat(room.await(20, TimeUnit.SECONDS)).isTrue();
                  results.add(item);
                })
            .capacity(2)
            .build()) {
      pipeline.putIterable(Told.numbers(8));
      pipeline.start();
      long start = System.nanoTime();
      Threads.await(() -> pipeline.report().steps().get(1).queued() == 2);
      Threads.await(() -> System.nanoTime() - start > Duration.ofMillis(300).toNanos());
      late.forEach(stage -> stage.complete(0)); // the worker waits for room meanwhile
      room.countDown();
      pipeline.stop();
      assertNothingAbandoned(pipeline);
    }
    assertThat(causes).hasSize(2).allMatch(TimeoutException.class::isInstance);
    assertThat(results).containsExactly(2, 3, 4, 5, 6, 7);
  }
}
