package io.paipa;

import static io.paipa.LedgerAssert.assertBalanced;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Iterator;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A source is no further ahead of its step than the ring, the claim, and what is read at once. */
class ReadAheadTest {
  @AfterEach
  void shouldLeaveNoThread() {
    Threads.assertNoneOf("lazy");
  }

  /**
   * The first step of a pipeline. Its workers begin when the source is as far ahead as it gets, and
   * get stuck twice: at first each in its first item, then each in one of those after the {@value
   * #QUICK}th. How many are begun, the source may ask at any time.
   */
  private static final class Stuck {
    private static final int QUICK = 1_000;

    private final AtomicInteger begun = new AtomicInteger();
    private final AtomicInteger stuck = new AtomicInteger();
    private final CountDownLatch start = new CountDownLatch(1);
    private final CountDownLatch goOn = new CountDownLatch(1);
    private final CountDownLatch never = new CountDownLatch(1);

    private final class Worker implements Step<Integer, Void> {
      @Override
      public void onWorkerStart(StepContext<Integer> context) throws InterruptedException {
        await(start);
      }

      @Override
      public void process(Integer item, Emitter<Void> out) throws InterruptedException {
        boolean quick = begun.incrementAndGet() <= QUICK;
        if (goOn.getCount() > 0 || !quick) {
          stuck.incrementAndGet();
          await(quick ? goOn : never);
        }
      }
    }

    private static void await(CountDownLatch latch) throws InterruptedException {
      assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
    }

    Pipeline<Integer, Void> pipeline(int workers, int capacity) {
      return Pipeline.<Integer>named("lazy")
          .<Void>step("stuck", Worker::new)
          .workers(workers)
          .capacity(capacity)
          .build();
    }

    /**
     * Waits until no worker, and no longer the source, gets on; gives what is claimed and not
     * begun.
     */
    long awaitStuck(int workers, int capacity, Pipeline<?, ?> pipeline) {
      Threads.await(() -> stuck.get() == workers);
      awaitFull(capacity, pipeline);
      StepReport step = pipeline.report().steps().get(0);
      assertThat(step.inHand()).isEqualTo(workers);
      return step.queued() - capacity;
    }

    /** The source gets on no more when it has waited with a full ring, twice. */
    void awaitFull(int capacity, Pipeline<?, ?> pipeline) {
      Thread source = new PipelineThreads("lazy").named("source");
      long[] before = {-1};
      Threads.await(
          () -> {
            long received = pipeline.report().steps().get(0).received();
            boolean still = received == before[0] && PipelineThreads.waits(source);
            before[0] = received;
            return still && pipeline.report().steps().get(0).queued() >= capacity;
          });
    }
  }

  /** Workers, slots, and how many items of them may be claimed and not begun. */
  private static final String STEPS =
      """
      1, 1024, 256
      1, 8, 8
      1, 2, 2
      3, 1024, 256
      3, 64, 64
      40, 1024, 256
      """;

  @ParameterizedTest
  @CsvSource(textBlock = STEPS)
  void shouldBeAheadByNoMoreThanTheRingTheClaimAndOneItem(int workers, int capacity, int claim)
      throws InterruptedException {
    Stuck first = new Stuck();
    AtomicInteger pulled = new AtomicInteger();
    AtomicInteger mostAhead = new AtomicInteger();
    Iterator<Integer> source =
        IntStream.generate(
                () -> {
                  int item = pulled.incrementAndGet();
                  mostAhead.accumulateAndGet(item - first.begun.get(), Math::max);
                  return item;
                })
            .iterator();
    try (Pipeline<Integer, Void> pipeline = first.pipeline(workers, capacity)) {
      pipeline.putIterator(source);
      pipeline.start();
      first.awaitFull(capacity, pipeline);
      assertThat(pulled).hasValue(capacity + 1);

      first.start.countDown();
      long claimed = first.awaitStuck(workers, capacity, pipeline);
      assertThat(pulled.get() - first.begun.get()).isEqualTo(capacity + claimed + 1);

      first.stuck.set(0);
      first.goOn.countDown();
      claimed = first.awaitStuck(workers, capacity, pipeline);
      assertThat(pulled.get() - first.begun.get()).isEqualTo(capacity + claimed + 1);

      pipeline.abort();
      assertThat(pipeline.awaitTermination(Duration.ofSeconds(20))).isTrue();
      assertThat(assertBalanced(pipeline).accepted()).isEqualTo(pulled.get());
    }
    assertThat(mostAhead.get()).isBetween(capacity + 1, capacity + claim + 1);
  }

  /** What it has pulled of the collection is accepted at the end, published or not. */
  @ParameterizedTest
  @CsvSource(textBlock = STEPS)
  void shouldBeAheadBySixtyFourItemsInPlaceOfOneWhereTheyAreCollectionsOfTheJdk(
      int workers, int capacity, int claim) throws InterruptedException {
    for (boolean cold : new boolean[] {true, false}) {
      Stuck first = new Stuck();
      try (Pipeline<Integer, Void> pipeline = first.pipeline(workers, capacity)) {
        pipeline.putIterable(IntStream.range(0, 100_000).boxed().toList());
        pipeline.start();
        first.awaitFull(capacity, pipeline);
        first.start.countDown();
        long claimed = first.awaitStuck(workers, capacity, pipeline);
        if (!cold) {
          first.stuck.set(0);
          first.goOn.countDown();
          claimed = first.awaitStuck(workers, capacity, pipeline);
        }
        pipeline.abort();
        assertThat(pipeline.awaitTermination(Duration.ofSeconds(20))).isTrue();
        long ahead = assertBalanced(pipeline).accepted() - first.begun.get();
        assertThat(ahead - claimed).isBetween(capacity + 1L, capacity + 64L);
        assertThat(claimed).isLessThanOrEqualTo(claim);
      }
    }
  }
}
