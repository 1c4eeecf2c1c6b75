package io.paipa;

import static io.paipa.LedgerAssert.assertBalanced;
import static io.paipa.LedgerAssert.assertNothingAbandoned;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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

  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void shouldPublishEachItemBeforeTheNextIsAskedFor(int workers) throws InterruptedException {
    Semaphore done = new Semaphore(1);
    Iterator<Integer> handInHand = IntStream.range(0, 2_000).peek(item -> acquire(done)).iterator();
    try (Pipeline<Integer, Void> pipeline =
        Pipeline.<Integer>named("lazy")
            .map("same", item -> item)
            .workers(workers)
            .sink("done", item -> done.release())
            .workers(workers)
            .build()) {
      pipeline.putIterator(handInHand);
      pipeline.run();
      assertThat(pipeline.count()).isEqualTo(2_000);
      assertNothingAbandoned(pipeline);
    }
  }

  /** Two items, the first of which waits for the second; nobody comes later and wakes anybody. */
  @Test
  void shouldLeaveNothingLyingWhileTheyHaveNoMoreToGive() throws InterruptedException {
    Semaphore next = new Semaphore(1);
    Semaphore second = new Semaphore(0);
    PipelineThreads workers = new PipelineThreads("lazy-pair");
    Iterator<Integer> inPairs =
        IntStream.range(0, 1_000)
            .peek(
                item -> {
                  if (item % 2 == 0) {
                    acquire(next);
                    workers.awaitIdle(2);
                  }
                })
            .iterator();
    try (Pipeline<Integer, Void> pipeline =
        Pipeline.<Integer>named("lazy")
            .sink(
                "pair",
                item -> {
                  if (item % 2 == 1) {
                    second.release();
                  } else {
                    acquire(second);
                    next.release();
                  }
                })
            .workers(2)
            .build()) {
      pipeline.putIterator(inPairs);
      pipeline.run();
      assertThat(pipeline.count()).isEqualTo(1_000);
      assertNothingAbandoned(pipeline);
    }
  }

  private static void acquire(Semaphore semaphore) {
    try {
      assertThat(semaphore.tryAcquire(20, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void shouldBePulledOneAfterAnotherInTheOrderOfTheCalls() throws InterruptedException {
    List<Integer> seen = Collections.synchronizedList(new ArrayList<>());
    try (Pipeline<Integer, Void> pipeline =
        Pipeline.<Integer>named("lazy").sink("see", seen::add).build()) {
      pipeline.put(0);
      pipeline.putIterable(List.of(1, 2));
      pipeline.putAll(List.of(3, 4));
      pipeline.putIterator(List.of(5).iterator());
      pipeline.putStream(Stream.of(6, 7));
      pipeline.put(8);
      pipeline.finish();
      pipeline.run();
      assertThat(seen).containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8);
      assertNothingAbandoned(pipeline);
    }
  }

  @Test
  void shouldFinishBehindSourcesThatWereHandedOverWhileRunning() throws InterruptedException {
    try (Pipeline<Integer, Void> pipeline =
        Pipeline.<Integer>named("lazy").sink("see", item -> {}).workers(2).build()) {
      pipeline.start();
      for (int i = 0; i < 10; i++) {
        pipeline.putIterator(IntStream.range(0, 1_000).iterator());
      }
      pipeline.stop();
      assertThat(pipeline.count()).isEqualTo(10_000);
      assertNothingAbandoned(pipeline);
    }
  }

  @Test
  void shouldNotFinishByThemselvesWhenHandedOverWhileRunning() throws InterruptedException {
    try (Pipeline<Integer, Void> pipeline =
        Pipeline.<Integer>named("lazy").sink("see", item -> {}).build()) {
      pipeline.start();
      pipeline.putIterable(List.of(1));
      Threads.await(() -> pipeline.count() == 1);
      assertThat(pipeline.awaitTermination(Duration.ofMillis(20))).isFalse();
      pipeline.put(2);
      pipeline.stop();
      assertThat(pipeline.count()).isEqualTo(2);
    }
  }

  @Test
  void shouldEndAQueueAtItsMarkerAndFinishThen() throws InterruptedException {
    BlockingQueue<Integer> queue = new LinkedBlockingQueue<>(List.of(1, 2, -1, 3));
    try (Pipeline<Integer, Void> pipeline =
        Pipeline.<Integer>named("lazy").sink("see", item -> {}).build()) {
      pipeline.putQueue(queue, item -> item == -1);
      pipeline.run();
      assertThat(pipeline.count()).isEqualTo(2);
      assertThat(queue).containsExactly(3);
    }
  }

  @Test
  void shouldWaitOnForAQueueWhenTheSourceThreadIsInterrupted() throws InterruptedException {
    BlockingQueue<Integer> queue = new LinkedBlockingQueue<>();
    try (Pipeline<Integer, Void> pipeline =
        Pipeline.<Integer>named("lazy").sink("see", item -> {}).build()) {
      pipeline.putQueue(queue, item -> item == -1);
      pipeline.start();
      Thread source = new PipelineThreads("lazy").named("source");
      Threads.await(() -> PipelineThreads.waits(source));
      source.interrupt();
      Threads.await(() -> !source.isInterrupted() && PipelineThreads.waits(source));
      queue.addAll(List.of(1, 2, -1));
      assertThat(pipeline.awaitTermination(Duration.ofSeconds(20))).isTrue();
      assertThat(pipeline.state()).isEqualTo(PipelineState.COMPLETED);
      assertThat(pipeline.count()).isEqualTo(2);
    }
  }

  /** Waits until the source thread has fed what it had, and waits for more. */
  private static void awaitExhausted() {
    Thread source = new PipelineThreads("lazy").named("source");
    Threads.await(() -> PipelineThreads.waits(source));
  }

  /** The queue is one that does not end: so neither does the pipeline with the list. */
  @Test
  void shouldGoOnForAQueueBesideAListThatHasEnded() throws InterruptedException {
    BlockingQueue<Integer> queue = new LinkedBlockingQueue<>();
    try (Pipeline<Integer, Void> pipeline =
        Pipeline.<Integer>named("lazy").sink("see", item -> {}).build()) {
      pipeline.putIterable(List.of(1, 2));
      pipeline.putQueue(queue);
      pipeline.start();
      Threads.await(() -> pipeline.count() == 2);
      awaitExhausted();
      assertThat(pipeline.state()).isEqualTo(PipelineState.RUNNING);
      queue.add(3);
      Threads.await(() -> pipeline.count() == 3);
      pipeline.stop();
      assertNothingAbandoned(pipeline);
    }
  }

  @Test
  void shouldNotEndARunForeverWithTheirLast() throws Exception {
    try (Pipeline<Integer, Void> pipeline =
        Pipeline.<Integer>named("lazy").sink("see", item -> {}).build()) {
      pipeline.putIterable(List.of(1));
      FutureTask<PipelineState> run =
          new FutureTask<>(
              () -> {
                pipeline.runForever();
                return pipeline.state();
              });
      new Thread(run).start();
      Threads.await(() -> pipeline.count() == 1);
      awaitExhausted();
      assertThat(pipeline.state()).isEqualTo(PipelineState.RUNNING);
      assertThat(pipeline.isAlive()).isTrue();
      pipeline.put(2);
      Threads.await(() -> pipeline.count() == 2);
      assertThat(run.isDone()).isFalse();
      pipeline.finish();
      assertThat(run.get(20, TimeUnit.SECONDS)).isEqualTo(PipelineState.COMPLETED);
      assertNothingAbandoned(pipeline);
    }
  }

  /** A list of somebody's own may make its elements when they are asked for. */
  private static List<Integer> handInHand(Semaphore done) {
    return new AbstractList<>() {
      @Override
      public Integer get(int index) {
        acquire(done);
        return index;
      }

      @Override
      public int size() {
        return 100;
      }
    };
  }

  private static void assertPulledHandInHand(List<Integer> handInHand, Semaphore done)
      throws InterruptedException {
    try (Pipeline<Integer, Void> pipeline =
        Pipeline.<Integer>named("lazy")
            .map("same", item -> item)
            .workers(2)
            .sink("done", item -> done.release())
            .build()) {
      pipeline.putIterable(handInHand);
      pipeline.run();
      assertThat(pipeline.count()).isEqualTo(100);
      assertNothingAbandoned(pipeline);
    }
  }

  @Test
  void shouldNotBeReadAheadWhereTheyAreListsOfTheUsers() throws InterruptedException {
    Semaphore done = new Semaphore(1);
    assertPulledHandInHand(handInHand(done), done);
  }

  /** The view is the JDK's, what is seen through it is not. */
  @Test
  @EnabledForJreRange(min = JRE.JAVA_21)
  @SuppressWarnings("unchecked")
  void shouldNotBeReadAheadWhereTheyAreViewsOfListsOfTheUsers() throws Exception {
    Semaphore done = new Semaphore(1);
    Object reversed = List.class.getMethod("reversed").invoke(handInHand(done));
    assertPulledHandInHand((List<Integer>) reversed, done);
  }
}
