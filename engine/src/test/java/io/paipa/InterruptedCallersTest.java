package io.paipa;

import static io.paipa.LedgerAssert.assertBalanced;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A caller that waits can be interrupted; one that does not wait is not hindered. */
class InterruptedCallersTest {
  @AfterEach
  void shouldLeaveNoThread() {
    assertThat(Thread.interrupted()).isFalse();
    Threads.assertNoneOf("interrupts");
  }

  @Test
  void shouldEndARunWhoseCallerIsInterrupted() throws InterruptedException {
    CountDownLatch inHand = new CountDownLatch(1);
    AtomicInteger outcome = new AtomicInteger();
    Pipeline<Integer, Void> pipeline = stuck(inHand);
    pipeline.putIterable(List.of(1));
    Thread caller =
        new Thread(
            () -> {
              try {
                pipeline.run();
              } catch (InterruptedException e) {
                outcome.set(Thread.currentThread().isInterrupted() ? 2 : 1);
              }
            });
    caller.start();
    assertThat(inHand.await(20, TimeUnit.SECONDS)).isTrue();
    caller.interrupt();
    caller.join(20_000);
    assertThat(outcome).hasValue(1);
    assertThat(pipeline.state()).isEqualTo(PipelineState.ABORTED);
    assertBalanced(pipeline);
  }

  private static Pipeline<Integer, Void> stuck(CountDownLatch inHand) {
    CountDownLatch never = new CountDownLatch(1);
    return Pipeline.<Integer>named("interrupts")
        .sink(
            "stuck",
            item -> {
              inHand.countDown();
              assertThat(never.await(60, TimeUnit.SECONDS)).isTrue();
            })
        .capacity(2)
        .build();
  }

  @Test
  void shouldLetWhoWaitsBeInterrupted() throws InterruptedException {
    CountDownLatch inHand = new CountDownLatch(1);
    Pipeline<Integer, Void> pipeline = stuck(inHand);
    pipeline.start();
    pipeline.put(1);
    assertThat(inHand.await(20, TimeUnit.SECONDS)).isTrue();
    List<ThrowingCallable> waiting =
        List.of(
            () -> pipeline.put(1),
            () -> pipeline.offer(1, Duration.ofSeconds(20)),
            () -> pipeline.putMeta("meta"),
            () -> pipeline.awaitTermination(Duration.ofSeconds(20)),
            pipeline::stop);
    for (ThrowingCallable call : waiting) {
      Thread.currentThread().interrupt();
      assertThatThrownBy(call).isInstanceOf(InterruptedException.class);
      assertThat(pipeline.isAlive()).isTrue();
    }
    Thread.currentThread().interrupt();
    pipeline.close(); // aborts, waits on, and restores the flag
    assertThat(Thread.interrupted()).isTrue();
    assertThat(pipeline.state()).isEqualTo(PipelineState.ABORTED);
    assertBalanced(pipeline);
  }

  @Test
  void shouldNotHinderWhoDoesNotWait() {
    Thread.currentThread().interrupt();
    Pipeline<Integer, Integer> pipeline =
        Pipeline.<Integer>named("interrupts").map("same", item -> item).build();
    pipeline.putIterable(List.of(1));
    pipeline.start();
    pipeline.finish();
    assertThat(pipeline.report().accepted()).isNotNegative();
    pipeline.abort();
    assertThat(Thread.interrupted()).isTrue();
    pipeline.close();
  }

  @Test
  void shouldAbortWhenRunIsInterrupted() {
    Pipeline<Integer, Integer> pipeline =
        Pipeline.<Integer>named("interrupts").map("same", item -> item).workers(2).build();
    pipeline.putIterator(IntStream.iterate(0, i -> i + 1).iterator());
    Thread.currentThread().interrupt();
    assertThatThrownBy(pipeline::run).isInstanceOf(InterruptedException.class);
    assertThat(pipeline.state()).isEqualTo(PipelineState.ABORTED);
    assertBalanced(pipeline);
    pipeline.close();
  }
}
