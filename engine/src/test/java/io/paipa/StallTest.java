package io.paipa;

import static io.paipa.StepOptions.options;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What operators see when something is stuck: warnings, and a pipeline in words. */
class StallTest {

  @RegisterExtension private final LogListener log = new LogListener();

  @AfterEach
  void shouldLeaveNoThread() {
    Threads.assertNoneOf("stall");
  }

  private static void waitUntilReleased(CountDownLatch inHand, CountDownLatch release)
      throws InterruptedException {
    inHand.countDown();
    assertThat(release.await(30, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void shouldWarnOnceOfAStuckWorkerAndWhenItGoesOn() throws InterruptedException {
    CountDownLatch inHand = new CountDownLatch(1);
    CountDownLatch release = new CountDownLatch(1);
    CountDownLatch inHandAgain = new CountDownLatch(1);
    CountDownLatch end = new CountDownLatch(1);
    try (Pipeline<Integer, Void> pipeline =
        Pipeline.<Integer>named("stall")
            .sink(
                "stuck",
                item -> {
                  if (item == 7) {
                    waitUntilReleased(inHand, release);
                  } else if (item == 9) {
                    waitUntilReleased(inHandAgain, end);
                  }
                })
            .stallAfter(Duration.ofMillis(40))
            .build()) {
      pipeline.start();
      for (int i = 0; i < 10; i++) {
        pipeline.put(i);
      }
      Threads.await(() -> !log.records().isEmpty());
      assertThat(log.lines().get(0))
          .matches(
              "(?s)WARNING: pipeline 'stall', step 'stuck', worker 0 is stuck, for \\d+ ms\\R  at"
                  + " .*")
          .contains("waitUntilReleased");
      release.countDown();
      Threads.await(() -> log.records().size() == 3);
      assertThat(log.lines().get(1))
          .matches("[A-Z]+: pipeline 'stall', step 'stuck', worker 0 goes on, after \\d+ ms");
      assertThat(log.lines().get(2)).contains("is stuck");
      end.countDown();
    }
  }

  @Test
  void shouldNotWarnOfAWorkerThatWaitsForItemsOrForRoom() throws InterruptedException {
    CountDownLatch inHand = new CountDownLatch(1);
    CountDownLatch release = new CountDownLatch(1);
    StepOptions watched = options().workers(1).capacity(2).stallAfter(Duration.ofMillis(20));
    try (Pipeline<Integer, Void> pipeline =
        Pipeline.<Integer>named("stall")
            .map("held up", item -> item)
            .with(watched)
            .peek("slow", item -> waitUntilReleased(inHand, release))
            .capacity(2)
            .stallAfter(Duration.ofHours(1))
            .map("idle", item -> item)
            .with(watched)
            .sink("last", item -> {})
            .with(watched)
            .build()) {
      pipeline.putIterator(IntStream.iterate(0, i -> i + 1).iterator());
      pipeline.start();
      Threads.await(() -> pipeline.report().steps().get(0).queued() >= 2);
      long start = System.nanoTime();
      Threads.await(() -> System.nanoTime() - start > 200_000_000);
      assertThat(log.records()).isEmpty();
      pipeline.abort();
    }
  }

  @Test
  void shouldSayInWordsWhatItIsDoing() throws InterruptedException {
    CountDownLatch inHand = new CountDownLatch(2);
    CountDownLatch release = new CountDownLatch(1);
    try (Pipeline<Integer, Void> pipeline =
        Pipeline.<Integer>named("stall")
            .sink("stuck", item -> waitUntilReleased(inHand, release))
            .workers(3)
            .capacity(8)
            .build()) {
      assertThat(pipeline.dump()).contains("pipeline 'stall': NEW");
      pipeline.start();
      pipeline.put(1);
      pipeline.put(2);
      assertThat(inHand.await(30, TimeUnit.SECONDS)).isTrue();
      pipeline.putMeta("end of day");
      Threads.await(() -> pipeline.dump().contains("1 worker waiting"));
      assertThat(pipeline.dump())
          .contains("pipeline 'stall': RUNNING, for ")
          .contains("; accepted 2")
          .contains(
              "step 'stuck': 0 items queued, 8 slots; meta event end of day waits at the head")
          .contains("received 2 = done 0")
          .contains("processing")
          .contains("StallTest.waitUntilReleased")
          .contains("1 worker waiting")
          .contains("thread stall-source: ");
      release.countDown();
    }
  }

  @Test
  void shouldDoWithoutTheWordsOfAMetaEventThatHasNone() throws InterruptedException {
    CountDownLatch inHand = new CountDownLatch(1);
    CountDownLatch release = new CountDownLatch(1);
    class Speechless {
      @Override
      public String toString() {
        throw new IllegalStateException("no words");
      }
    }
    try (Pipeline<Integer, Void> pipeline =
        Pipeline.<Integer>named("stall")
            .sink("stuck", item -> waitUntilReleased(inHand, release))
            .capacity(8)
            .build()) {
      pipeline.start();
      pipeline.put(1);
      assertThat(inHand.await(30, TimeUnit.SECONDS)).isTrue();
      pipeline.putMeta(new Speechless());
      assertThat(pipeline.dump())
          .contains(
              "step 'stuck': 0 items queued, 8 slots; meta event " + Speechless.class.getName())
          .contains("(its toString throws java.lang.IllegalStateException) waits at the head");
      release.countDown();
    }
  }
}
