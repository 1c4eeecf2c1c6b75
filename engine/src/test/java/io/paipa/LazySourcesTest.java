package io.paipa;

import static io.paipa.LedgerAssert.assertBalanced;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Iterator;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Sources are pulled as items are wanted, and no further. */
class LazySourcesTest {
  @AfterEach
  void shouldLeaveNoThread() {
    Threads.assertNoneOf("lazy");
  }

  /** Counts, for ever; each item is pulled by the pipeline's thread, and it is closed there. */
  private static final class Endless implements Iterator<Integer>, AutoCloseable {
    private final AtomicInteger pulled = new AtomicInteger();
    private final AtomicReference<Thread> puller = new AtomicReference<>();
    private final AtomicReference<Thread> closer = new AtomicReference<>();

    @Override
    public boolean hasNext() {
      return true;
    }

    @Override
    public Integer next() {
      puller.set(Thread.currentThread());
      return pulled.getAndIncrement();
    }

    @Override
    public void close() {
      closer.set(Thread.currentThread());
    }
  }

  enum End {
    ABORT,
    DRAIN,
    FAILURE
  }

  @ParameterizedTest
  @EnumSource(End.class)
  void shouldEndAnEndlessSource(End end) throws InterruptedException {
    Endless source = new Endless();
    CountDownLatch some = new CountDownLatch(10_000);
    try (Pipeline<Integer, Void> pipeline =
        Pipeline.<Integer>named("lazy")
            .map("same", item -> item)
            .workers(4)
            .sink(
                "count",
                item -> {
                  some.countDown();
                  if (end == End.FAILURE && some.getCount() == 0) {
                    throw new IllegalStateException("enough");
                  }
                })
            .workers(2)
            .build()) {
      pipeline.putIterator(source);
      pipeline.start();
      assertThat(some.await(20, TimeUnit.SECONDS)).isTrue();
      switch (end) {
        case ABORT -> pipeline.abort();
        case DRAIN ->
            assertThat(pipeline.drain(Duration.ofSeconds(20)).state())
                .isEqualTo(PipelineState.DRAINED);
        case FAILURE -> Threads.await(() -> pipeline.failure().isPresent());
      }
      assertThat(pipeline.awaitTermination(Duration.ofSeconds(20))).isTrue();
      assertThat(assertBalanced(pipeline).accepted()).isEqualTo(source.pulled.get());
      assertThat(source.closer.get()).isNotNull().isSameAs(source.puller.get());
    } catch (PipelineException e) {
      assertThat(end).isEqualTo(End.FAILURE);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 4, 16, 256, 1024})
  void shouldBePulledNoFurtherThanTheRingAndOneItem(int capacity) throws InterruptedException {
    CountDownLatch release = new CountDownLatch(1);
    CountDownLatch inHand = new CountDownLatch(1);
    Endless source = new Endless();
    try (Pipeline<Integer, Integer> pipeline =
        Pipeline.<Integer>named("lazy")
            .map(
                "stuck",
                item -> {
                  inHand.countDown();
                  assertThat(release.await(20, TimeUnit.SECONDS)).isTrue();
                  return item;
                })
            .capacity(capacity)
            .build()) {
      pipeline.putIterator(source);
      pipeline.start();
      assertThat(inHand.await(20, TimeUnit.SECONDS)).isTrue();
      // one in the worker's hand, a full ring, and one that waits for room
      Threads.await(() -> source.pulled.get() == capacity + 2);
      long start = System.nanoTime();
      Threads.await(() -> System.nanoTime() - start > 20_000_000);
      assertThat(source.pulled).hasValue(capacity + 2);
      pipeline.abort();
      release.countDown();
      assertThat(pipeline.awaitTermination(Duration.ofSeconds(20))).isTrue();
      assertThat(assertBalanced(pipeline).accepted()).isEqualTo(capacity + 2);
      assertThat(source.pulled).hasValue(capacity + 2);
    }
  }
}
