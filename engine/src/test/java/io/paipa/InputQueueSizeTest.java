package io.paipa;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How much the input queue of a pipeline holds, and how much more it takes, at each time. */
class InputQueueSizeTest {
  @AfterEach
  void shouldLeaveNoThread() {
    Threads.assertNoneOf("input");
  }

  @Test
  void shouldHaveABound() throws InterruptedException {
    CountDownLatch go = new CountDownLatch(1);
    CountDownLatch inHand = new CountDownLatch(1);
    try (Pipeline<Integer, Void> pipeline =
        Pipeline.<Integer>named("input")
            .sink(
                "stuck",
                i -> {
                  inHand.countDown();
                  go.await();
                })
            .capacity(4)
            .build()) {
      pipeline.start();
      BlockingQueue<Integer> queue = pipeline.inputQueue();
      queue.put(0);
      assertThat(inHand.await(20, TimeUnit.SECONDS)).isTrue();
      assertThat(queue.remainingCapacity()).isEqualTo(4);
      assertThat(queue).isEmpty();
      for (int i = 0; i < 4; i++) {
        assertThat(queue.offer(i)).isTrue();
      }
      assertThat(queue.size()).isEqualTo(4);
      assertThat(queue.remainingCapacity()).isZero();
      assertThat(queue.offer(5)).isFalse();
      assertThat(queue.offer(5, 1, TimeUnit.MILLISECONDS)).isFalse();
      assertThatThrownBy(() -> queue.add(5))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("Queue full");
      Thread.currentThread().interrupt();
      assertThatThrownBy(() -> queue.put(5)).isInstanceOf(InterruptedException.class);
      go.countDown();
      queue.put(6);
    }
  }

  @Test
  void shouldHaveNoBoundBeforeTheStart() throws InterruptedException {
    try (Pipeline<Integer, Void> pipeline =
        Pipeline.<Integer>named("input").sink("sink", i -> {}).capacity(2).build()) {
      BlockingQueue<Integer> queue = pipeline.inputQueue();
      assertThat(queue.remainingCapacity()).isEqualTo(Integer.MAX_VALUE);
      assertThat(queue.addAll(IntStream.range(0, 100).boxed().toList())).isTrue();
      assertThat(queue.size()).isEqualTo(100);
      pipeline.finish();
      pipeline.run();
      assertThat(pipeline.count()).isEqualTo(100);
      assertThat(queue.remainingCapacity()).isZero();
    }
  }

  @Test
  void shouldHaveNoRoomAfterTheFinish() {
    try (Pipeline<Integer, Void> pipeline =
        Pipeline.<Integer>named("input").sink("sink", i -> {}).build()) {
      pipeline.finish();
      assertThat(pipeline.inputQueue().remainingCapacity()).isZero();
    }
  }

  @Test
  void shouldBeEmptyAfterAnAbort() throws InterruptedException {
    CountDownLatch inHand = new CountDownLatch(1);
    CountDownLatch never = new CountDownLatch(1);
    Builder<Integer, Void> builder =
        Pipeline.<Integer>named("input")
            .sink(
                "stuck",
                i -> {
                  inHand.countDown();
                  never.await();
                })
            .capacity(2);
    Pipeline<Integer, Void> unstarted = builder.build();
    Pipeline<Integer, Void> started = builder.build();
    for (Pipeline<Integer, Void> pipeline : List.of(unstarted, started)) {
      pipeline.putAll(List.of(1, 2, 3, 4, 5, 6));
      assertThat(pipeline.inputQueue().size()).isEqualTo(6);
    }
    started.start();
    assertThat(inHand.await(20, TimeUnit.SECONDS)).isTrue();
    Threads.await(() -> started.inputQueue().size() == 5); // in the ring, and before it
    for (Pipeline<Integer, Void> pipeline : List.of(unstarted, started)) {
      pipeline.abort();
      assertThat(pipeline.inputQueue().size()).isZero();
      assertThat(pipeline.awaitTermination(Duration.ofSeconds(20))).isTrue();
      assertThat(pipeline.inputQueue().size()).isZero();
      assertThat(pipeline.inputQueue().remainingCapacity()).isZero();
      assertThat(LedgerAssert.assertBalanced(pipeline).accepted()).isEqualTo(6);
    }
  }
}
