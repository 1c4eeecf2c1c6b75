package io.paipa;

import static io.paipa.LedgerAssert.assertBalanced;
import static io.paipa.LedgerAssert.assertNothingAbandoned;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a queue holds at the end is worked off, or stays in it; and nobody waits for more. */
class QueuesAtTheEndTest {
  private static final String NAME = "ended";
  private static final Duration DEADLINE = Duration.ofSeconds(20);

  @AfterEach
  void shouldLeaveNoThread() {
    Threads.assertNoneOf(NAME);
  }

  private static Pipeline<Integer, Integer> pipeline() {
    return Pipeline.<Integer>named(NAME).map("same", item -> item).workers(2).build();
  }

  @Test
  void shouldWorkOffAtStopWhatItsQueueHolds() throws InterruptedException {
    BlockingQueue<Integer> queue = new LinkedBlockingQueue<>();
    try (Pipeline<Integer, Integer> pipeline = pipeline()) {
      pipeline.putQueue(queue);
      pipeline.start();
      for (int i = 0; i < 10_000; i++) {
        queue.put(1);
      }
      pipeline.stop();
      assertThat(queue).isEmpty();
      assertThat(pipeline.count()).isEqualTo(10_000);
      assertNothingAbandoned(pipeline);
    }
  }

  /** Its thread may wait for the next item; here it would for ever. */
  @Test
  void shouldNotWaitAtAFinishForAnItemOfItsQueue() throws InterruptedException {
    BlockingQueue<Integer> queue =
        new LinkedBlockingQueue<>() {
          private static final long serialVersionUID = 1L;

          @Override
          public Integer poll(long timeout, TimeUnit unit) throws InterruptedException {
            return take();
          }
        };
    try (Pipeline<Integer, Integer> pipeline = pipeline()) {
      pipeline.putQueue(queue);
      pipeline.start();
      Threads.await(() -> PipelineThreads.waits(new PipelineThreads(NAME).named("queue")));
      pipeline.finish();
      assertThat(pipeline.awaitTermination(DEADLINE)).isTrue();
      assertNothingAbandoned(pipeline);
    }
  }

  /** The pipeline is full, and its queue is not: what is not accepted stays where it is. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void shouldLeaveInItsQueueWhatItDidNotAccept(boolean drain) throws InterruptedException {
    CountDownLatch release = new CountDownLatch(1);
    BlockingQueue<Integer> queue = new LinkedBlockingQueue<>();
    IntStream.range(0, 1_000).forEach(queue::add);
    try (Pipeline<Integer, Integer> pipeline =
        Pipeline.<Integer>named(NAME)
            .map(
                "block",
                item -> {
                  release.await();
                  return item;
                })
            .capacity(4)
            .build()) {
      pipeline.putQueue(queue);
      pipeline.start();
      Threads.await(() -> PipelineThreads.waits(new PipelineThreads(NAME).named("queue")));
      if (drain) {
        pipeline.drain(Duration.ZERO);
      } else {
        pipeline.abort();
        assertThat(pipeline.awaitTermination(DEADLINE)).isTrue();
      }
      Report report = assertBalanced(pipeline);
      assertThat(report.accepted() + queue.size()).isEqualTo(1_000);
      assertThat(queue).hasSizeGreaterThan(900);
    }
  }
}
