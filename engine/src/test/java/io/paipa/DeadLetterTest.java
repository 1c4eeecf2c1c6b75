package io.paipa;

import static io.paipa.LedgerAssert.assertNothingAbandoned;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A step's dead-letter consumer is called by one worker at a time; who waits for it can wait. */
class DeadLetterTest {
  private static final String NAME = "dead";

  @AfterEach
  void shouldLeaveNoThread() {
    Threads.assertNoneOf(NAME);
  }

  /** A step each of whose workers has an item in hand before the first of them fails. */
  private static Pipeline<Integer, Integer> failing(
      int workers, CheckedConsumer<FailedItem<Integer>> consumer) {
    CountDownLatch inHand = new CountDownLatch(workers);
    return Pipeline.<Integer>named(NAME)
        .<Integer>map(
            "fail",
            item -> {
              inHand.countDown();
              assertThat(inHand.await(20, TimeUnit.SECONDS)).isTrue();
              throw new IllegalStateException("item " + item);
            })
        .workers(workers)
        .onFailure(FailurePolicy.deadLetter(consumer))
        .build();
  }

  @Test
  void shouldBeTakenOneAtATime() throws InterruptedException {
    CountDownLatch never = new CountDownLatch(1);
    AtomicInteger inside = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    try (Pipeline<Integer, Integer> pipeline =
        failing(
            8,
            failed -> {
              most.accumulateAndGet(inside.incrementAndGet(), Math::max);
              never.await(10, TimeUnit.MILLISECONDS); // time for the others to come in
              inside.decrementAndGet();
            })) {
      pipeline.putIterable(IntStream.range(0, 16).boxed().toList());
      pipeline.run();
      assertThat(assertNothingAbandoned(pipeline).steps().get(0).deadLettered()).isEqualTo(16);
    }
    assertThat(most).hasValue(1);
  }

  @Test
  void shouldNotMindAnInterruptByAStrangerOfWhoWaitsForTheConsumer() throws Exception {
    CompletableFuture<Thread> taking = new CompletableFuture<>();
    CountDownLatch release = new CountDownLatch(1);
    Queue<Integer> taken = new ConcurrentLinkedQueue<>();
    try (Pipeline<Integer, Integer> pipeline =
        failing(
            2,
            failed -> {
              taking.complete(Thread.currentThread());
              assertThat(release.await(20, TimeUnit.SECONDS)).isTrue();
              taken.add(failed.item());
            })) {
      pipeline.start();
      pipeline.putAll(List.of(1, 2));
      PipelineThreads threads = new PipelineThreads(NAME);
      Thread first = threads.named("fail-0");
      Thread waiting = taking.get(20, TimeUnit.SECONDS) == first ? threads.named("fail-1") : first;
      for (int i = 0; i < 3; i++) {
        // without a limit: neither for the other item, nor for an item at all
        Threads.await(
            () -> waiting.getState() == Thread.State.WAITING || pipeline.failure().isPresent());
        assertThat(pipeline.failure()).isEmpty();
        waiting.interrupt();
        Threads.await(() -> !waiting.isInterrupted());
      }
      release.countDown();
      pipeline.stop();
      assertThat(taken).containsExactlyInAnyOrder(1, 2);
      assertThat(assertNothingAbandoned(pipeline).steps().get(0).deadLettered()).isEqualTo(2);
    }
  }
}
