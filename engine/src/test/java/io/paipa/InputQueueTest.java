package io.paipa;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.Assertions;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A pipeline's input as a {@link BlockingQueue}: the contract of the JDK, for producers. */
class InputQueueTest {
  @AfterEach
  void shouldLeaveNoThread() {
    Threads.assertNoneOf("input");
  }

  /** The producer of the JDK's documentation, as anybody has it. */
  private record Producer(BlockingQueue<Object> queue, int from) implements Runnable {
    @Override
    public void run() {
      try {
        for (int i = from; i < from + 1_000; i++) {
          queue.put(produce(i));
        }
      } catch (InterruptedException ex) {
        Thread.currentThread().interrupt();
      }
    }

    private static Object produce(int i) {
      return i;
    }
  }

  @Test
  void shouldTakeATextbookProducerUnchanged() throws InterruptedException {
    Set<Object> arrived = ConcurrentHashMap.newKeySet();
    try (Pipeline<Object, Void> pipeline =
        Pipeline.<Object>named("input").sink("sink", arrived::add).workers(3).capacity(8).build()) {
      pipeline.start();
      List<Thread> producers = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        producers.add(new Thread(new Producer(pipeline.inputQueue(), 1_000 * i)));
      }
      producers.forEach(Thread::start);
      for (Thread producer : producers) {
        producer.join(20_000);
      }
      pipeline.stop();
      assertThat(arrived).hasSize(4_000);
      LedgerAssert.assertNothingAbandoned(pipeline);
    }
  }

  @Test
  void shouldThrowWhatAPutThrowsAfterTheFinish() {
    try (Pipeline<Integer, Void> pipeline =
        Pipeline.<Integer>named("input").sink("sink", i -> {}).build()) {
      BlockingQueue<Integer> queue = pipeline.inputQueue();
      pipeline.putQueue(new ArrayBlockingQueue<>(1), item -> true); // it is worked off for ever
      pipeline.start();
      pipeline.finish();
      List<ThrowingCallable> puts =
          List.of(() -> queue.offer(1), () -> queue.add(1), () -> queue.put(1));
      List<Throwable> thrown = puts.stream().map(Assertions::catchThrowable).toList();
      pipeline.abort();
      assertThat(thrown)
          .allSatisfy(
              refusal ->
                  assertThat(refusal)
                      .isInstanceOf(IllegalStateException.class)
                      .hasMessage(
                          "pipeline 'input' is finished, and takes no more items; put before"
                              + " finish(), stop(), or the end of the sources put before the"
                              + " start"));
    }
  }

  @Test
  @SuppressWarnings({"NullAway", "DataFlowIssue"})
  void shouldRefuseNull() {
    try (Pipeline<Integer, Void> pipeline =
        Pipeline.<Integer>named("input").sink("sink", i -> {}).build()) {
      BlockingQueue<Integer> queue = pipeline.inputQueue();
      assertThatThrownBy(() -> queue.put(null)).isInstanceOf(NullPointerException.class);
      assertThatThrownBy(() -> queue.offer(null)).isInstanceOf(NullPointerException.class);
      assertThatThrownBy(() -> queue.add(null)).isInstanceOf(NullPointerException.class);
    }
  }

  @Test
  void shouldGiveNothingBack() {
    try (Pipeline<Integer, Void> pipeline =
        Pipeline.<Integer>named("input").sink("sink", i -> {}).build()) {
      BlockingQueue<Integer> queue = pipeline.inputQueue();
      List<Runnable> consuming =
          List.of(
              () -> Objects.requireNonNull(queue.poll()),
              () -> Objects.requireNonNull(queue.peek()),
              queue::remove,
              queue::element,
              () -> Objects.requireNonNull(queue.iterator()),
              queue::clear,
              () -> queue.remove(1),
              () -> queue.drainTo(new ArrayList<>()),
              () -> queue.drainTo(new ArrayList<>(), 1));
      assertThat(consuming)
          .allSatisfy(
              call ->
                  assertThatThrownBy(call::run)
                      .isInstanceOf(UnsupportedOperationException.class)
                      .hasMessage(
                          "pipeline 'input': its input queue is for producers; the first step takes"
                              + " what they put"));
      assertThatThrownBy(() -> queue.contains(1)).isInstanceOf(UnsupportedOperationException.class);
      assertThatThrownBy(queue::take).isInstanceOf(UnsupportedOperationException.class);
      assertThatThrownBy(() -> queue.poll(1, TimeUnit.SECONDS))
          .isInstanceOf(UnsupportedOperationException.class);
    }
  }

  @Test
  @SuppressWarnings({"NullAway", "DataFlowIssue"})
  void shouldTakeWhatBulkAndTimedCallsPut() throws InterruptedException {
    try (Pipeline<Integer, Void> pipeline =
        Pipeline.<Integer>named("input").sink("sink", i -> {}).build()) {
      BlockingQueue<Integer> queue = pipeline.inputQueue();
      pipeline.start();
      assertThat(queue.add(1)).isTrue();
      assertThat(queue.offer(2, 20, TimeUnit.SECONDS)).isTrue();
      assertThat(queue.addAll(List.of(3, 4))).isTrue();
      assertThatThrownBy(() -> queue.offer(5, 1, null)).isInstanceOf(NullPointerException.class);
      pipeline.stop();
      assertThat(pipeline.count()).isEqualTo(4);
    }
  }

  @Test
  void shouldGiveNothingBackInBulk() {
    try (Pipeline<Integer, Void> pipeline =
        Pipeline.<Integer>named("input").sink("sink", i -> {}).build()) {
      BlockingQueue<Integer> queue = pipeline.inputQueue();
      assertThat(queue.offer(1)).isTrue();
      List<Runnable> consuming =
          List.of(
              () -> assertThat(queue.toArray()).isNull(),
              () -> queue.removeIf(i -> true),
              () -> queue.removeAll(List.of(1)),
              () -> queue.retainAll(List.of()),
              () -> queue.forEach(i -> {}));
      assertThat(consuming)
          .allSatisfy(
              call ->
                  assertThatThrownBy(call::run).isInstanceOf(UnsupportedOperationException.class));
      assertThat(queue.size()).isEqualTo(1);
    }
  }

  @Test
  void shouldLetGoOfAProducerThatWaitsWhenThePipelineEnds() throws InterruptedException {
    CountDownLatch never = new CountDownLatch(1);
    Pipeline<Integer, Void> pipeline =
        Pipeline.<Integer>named("input")
            .sink("stuck", i -> never.await())
            .capacity(2)
            .build()
            .start();
    BlockingQueue<Integer> queue = pipeline.inputQueue();
    CompletableFuture<Throwable> thrown = new CompletableFuture<>();
    CountDownLatch full = new CountDownLatch(3);
    Thread producer =
        new Thread(
            () -> {
              try {
                while (true) {
                  queue.put(1);
                  full.countDown();
                }
              } catch (Throwable t) {
                thrown.complete(t);
              }
            });
    producer.start();
    assertThat(full.await(20, TimeUnit.SECONDS)).isTrue();
    pipeline.abort();
    assertThat(thrown)
        .succeedsWithin(Duration.ofSeconds(20))
        .isInstanceOf(CancellationException.class);
    producer.join(20_000);
    pipeline.close();
  }

  /** What was put before the start is on its way; that is no reason to call a queue full. */
  @Test
  void shouldAddAtOnceAfterTheStart() throws InterruptedException {
    for (int round = 0; round < 50; round++) {
      List<Integer> arrived = new ArrayList<>();
      try (Pipeline<Integer, Void> pipeline =
          Pipeline.<Integer>named("input").sink("sink", arrived::add).build()) {
        BlockingQueue<Integer> queue = pipeline.inputQueue();
        queue.add(1);
        pipeline.start();
        queue.add(2);
        pipeline.stop();
      }
      assertThat(arrived).containsExactly(1, 2);
    }
  }
}
