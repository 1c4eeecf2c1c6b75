package io.paipa;

import static io.paipa.LedgerAssert.assertBalanced;
import static io.paipa.LedgerAssert.assertNothingAbandoned;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Code behind {@code run}, {@code stop}, {@code close} may trust that all was done: what was cut by
 * another thread is thrown there, and told by state and report.
 */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class HonestEndingsTest {
  private static final String NAME = "honest";
  private static final Duration LIMIT = Duration.ofSeconds(20);

  @AfterEach
  void shouldLeaveNoThread() {
    Threads.assertNoneOf(NAME);
  }

  private static Builder<Integer, Void> counting(CountDownLatch some) {
    return Pipeline.<Integer>named(NAME)
        .map("same", (Integer item) -> item)
        .workers(2)
        .sink("count", item -> some.countDown());
  }

  private static Iterator<Integer> endless() {
    return IntStream.iterate(1, i -> i + 1).iterator();
  }

  /** What a call gives or throws, in a thread of its own. */
  private static FutureTask<@Nullable Throwable> inAnother(
      org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
    FutureTask<@Nullable Throwable> task = new FutureTask<>(() -> catchThrowable(call));
    new Thread(task, "another").start();
    return task;
  }

  private static @Nullable Throwable outcome(FutureTask<@Nullable Throwable> task)
      throws Exception {
    return task.get(40, TimeUnit.SECONDS);
  }

  @Test
  void shouldCompleteWhenEverySourceCameToItsEnd() throws InterruptedException {
    try (Pipeline<Integer, Void> pipeline = counting(new CountDownLatch(0)).build()) {
      pipeline.putIterable(List.of(1, 2, 3));
      pipeline.putStream(Stream.of(4, 5));
      pipeline.putIterator(endlessUpTo(7));

      Report report = pipeline.run();

      assertThat(report.state()).isEqualTo(PipelineState.COMPLETED);
      assertThat(report.cutShort()).isFalse();
      assertThat(report.sources())
          .extracting(SourceReport::name)
          .containsExactly("iterable-1", "stream-2", "iterator-3");
      assertThat(report.sources()).extracting(SourceReport::pulled).containsExactly(3L, 2L, 7L);
      assertThat(report.sources()).allMatch(SourceReport::ended);
    }
  }

  private static Iterator<Integer> endlessUpTo(int last) {
    return IntStream.rangeClosed(1, last).iterator();
  }

  @Test
  void shouldTellTheRunningThreadOfAnothersDrain() throws Exception {
    String me = Thread.currentThread().getName();
    CountDownLatch some = new CountDownLatch(1_000);
    try (Pipeline<Integer, Void> pipeline = counting(some).build()) {
      pipeline.putIterator(endless());
      FutureTask<@Nullable Throwable> running = inAnother(pipeline::run);
      assertThat(some.await(20, TimeUnit.SECONDS)).isTrue();

      Report report = pipeline.drain(LIMIT);

      assertThat(report.state()).isEqualTo(PipelineState.DRAINED);
      assertThat(report.cutShort()).isTrue();
      assertThat(report.sources())
          .singleElement()
          .matches(source -> !source.ended() && source.pulled() == report.accepted());
      assertThat(outcome(running))
          .isInstanceOfSatisfying(
              CutShortException.class,
              cut -> {
                assertThat(cut.report().state()).isEqualTo(PipelineState.DRAINED);
                assertThat(cut)
                    .hasMessageContaining("pipeline 'honest' was drained by thread '" + me + "'")
                    .hasMessageContaining("iterator-1");
              });
      assertNothingAbandoned(pipeline);
    } // the thread that drained is told nothing
  }

  @Test
  void shouldCompleteADrainThatCutNothing() throws Exception {
    CountDownLatch some = new CountDownLatch(3);
    try (Pipeline<Integer, Void> pipeline = counting(some).build()) {
      pipeline.start();
      pipeline.putAll(List.of(1, 2, 3));
      FutureTask<@Nullable Throwable> stopping = inAnother(pipeline::stop);

      assertThat(pipeline.drain(LIMIT).state()).isEqualTo(PipelineState.COMPLETED);
      assertThat(pipeline.report().cutShort()).isFalse();
      assertThat(outcome(stopping)).isNull();
      assertThat(pipeline.count()).isEqualTo(3);
    }
  }

  @Test
  void shouldBeAbortedWhenTheLimitOfADrainIsOver() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    try (Pipeline<Integer, Void> pipeline =
        Pipeline.<Integer>named(NAME)
            .sink(
                "stuck",
                item -> {
                  begun.countDown();
                  new CountDownLatch(1).await();
                })
            .build()) {
      pipeline.start();
      pipeline.putAll(List.of(1, 2, 3));
      assertThat(begun.await(20, TimeUnit.SECONDS)).isTrue();
      FutureTask<@Nullable Throwable> closing = inAnother(pipeline::close);

      Report report = pipeline.drain(Duration.ofMillis(20));

      assertThat(report.state()).isEqualTo(PipelineState.ABORTED);
      assertThat(report.cutShort()).isTrue();
      assertThat(outcome(closing)).isInstanceOf(CutShortException.class);
    }
  }

  @Test
  void shouldGiveTheReportAfterADrainOfWhatRunsForever() throws Exception {
    CountDownLatch some = new CountDownLatch(1_000);
    AtomicReference<@Nullable Report> given = new AtomicReference<>();
    try (Pipeline<Integer, Void> pipeline = counting(some).build()) {
      pipeline.putIterator(endless());
      FutureTask<@Nullable Throwable> running = inAnother(() -> given.set(pipeline.runForever()));
      assertThat(some.await(20, TimeUnit.SECONDS)).isTrue();
      pipeline.drain(LIMIT);
      assertThat(outcome(running)).isNull();
      assertThat(given.get()).matches(report -> report.state() == PipelineState.DRAINED);
    }
  }

  @Test
  void shouldSayNothingOfADrainAtTheCloseBehindWhatRunsForever() throws Exception {
    CountDownLatch some = new CountDownLatch(1_000);
    Pipeline<Integer, Void> pipeline = counting(some).build();
    pipeline.putIterator(endless());
    FutureTask<@Nullable Throwable> running =
        inAnother(
            () -> {
              try (pipeline) {
                pipeline.runForever();
              }
            });
    assertThat(some.await(20, TimeUnit.SECONDS)).isTrue();
    pipeline.drain(LIMIT);
    assertThat(outcome(running)).isNull();
    assertThat(outcome(inAnother(pipeline::close))).isInstanceOf(CutShortException.class);
  }

  @Test
  void shouldThrowAfterAnothersAbortOfWhatRunsForever() throws Exception {
    String me = Thread.currentThread().getName();
    CountDownLatch some = new CountDownLatch(1_000);
    try (Pipeline<Integer, Void> pipeline = counting(some).build()) {
      pipeline.putIterator(endless());
      FutureTask<@Nullable Throwable> running = inAnother(pipeline::runForever);
      assertThat(some.await(20, TimeUnit.SECONDS)).isTrue();
      pipeline.abort();
      assertThat(outcome(running))
          .isInstanceOf(CutShortException.class)
          .hasMessageContaining("was aborted by thread '" + me + "'");
    }
  }

  /** The first cut counts. */
  @Test
  void shouldTellTheSecondThreadThatCuts() throws Exception {
    CountDownLatch some = new CountDownLatch(1_000);
    try (Pipeline<Integer, Void> pipeline = counting(some).build()) {
      pipeline.putIterator(endless());
      pipeline.start();
      assertThat(some.await(20, TimeUnit.SECONDS)).isTrue();
      assertThat(outcome(inAnother(pipeline::abort))).isNull();
      pipeline.abort();
      assertThatThrownBy(pipeline::stop).isInstanceOf(CutShortException.class);
      assertThatThrownBy(pipeline::stop).isInstanceOf(CutShortException.class);
    } // told already: silent
  }

  @Test
  void shouldThrowNoExceptionObjectTwice() throws Exception {
    CountDownLatch some = new CountDownLatch(1_000);
    try (Pipeline<Integer, Void> pipeline = counting(some).build()) {
      pipeline.putIterator(endless());
      pipeline.start();
      assertThat(some.await(20, TimeUnit.SECONDS)).isTrue();
      assertThat(outcome(inAnother(pipeline::abort))).isNull();
      assertThat(catchThrowable(pipeline::stop)).isNotSameAs(catchThrowable(pipeline::stop));
    }
    Pipeline<Integer, Integer> failing =
        Pipeline.<Integer>named(NAME).map("divide", (Integer item) -> 1 / item).build();
    failing.putIterable(List.of(0));
    try (Stream<Integer> results = failing.results()) {
      Throwable stopped = outcome(inAnother(failing::stop));
      Throwable pulled = catchThrowable(results::toList);
      assertThat(stopped).isInstanceOf(PipelineException.class).isNotSameAs(pulled);
      assertThat(pulled).hasMessage(String.valueOf(stopped.getMessage()));
    }
  }

  /** Who wants no more results has cut nothing that anybody misses. */
  @Test
  void shouldNotCallItACutWhenResultsAreClosedEarly() throws Exception {
    Pipeline<Integer, Integer> pipeline =
        Pipeline.<Integer>named(NAME).map("same", (Integer item) -> item).workers(2).build();
    pipeline.putIterator(endless());
    try (Stream<Integer> results = pipeline.results()) {
      assertThat(results.limit(10)).hasSize(10);
    }
    assertThat(pipeline.state()).isEqualTo(PipelineState.ABORTED);
    assertThat(pipeline.report().cutShort()).isFalse();
    assertThat(outcome(inAnother(pipeline::stop))).isNull();
    assertThat(outcome(inAnother(pipeline::close))).isNull();
  }

  private static Pipeline<Integer, Integer> endlessResults() {
    Pipeline<Integer, Integer> pipeline =
        Pipeline.<Integer>named(NAME).map("same", (Integer item) -> item).workers(2).build();
    pipeline.putIterator(endless());
    return pipeline;
  }

  /** A part of the results must not pass for the whole. */
  @Test
  void shouldThrowBehindTheLastResultAfterAnothersDrain() throws Exception {
    CountDownLatch some = new CountDownLatch(1_000);
    AtomicInteger pulled = new AtomicInteger();
    try (Pipeline<Integer, Integer> pipeline = endlessResults();
        Stream<Integer> results = pipeline.results()) {
      FutureTask<@Nullable Throwable> draining =
          inAnother(
              () -> {
                assertThat(some.await(20, TimeUnit.SECONDS)).isTrue();
                pipeline.drain(LIMIT);
              });
      assertThatThrownBy(
              () ->
                  results.forEach(
                      item -> {
                        pulled.incrementAndGet();
                        some.countDown();
                      }))
          .isInstanceOfSatisfying(
              CutShortException.class,
              cut -> assertThat(cut.report().state()).isEqualTo(PipelineState.DRAINED))
          .hasMessageContaining("was drained by thread 'another'");
      assertThat(outcome(draining)).isNull();
      assertThat(pulled).hasValue((int) pipeline.count());
      assertNothingAbandoned(pipeline);
    } // told already: silent
  }

  @Test
  void shouldTellWhoPullsResultsOfAnothersAbort() throws Exception {
    try (Pipeline<Integer, Integer> pipeline = endlessResults();
        Stream<Integer> results = pipeline.results()) {
      Iterator<Integer> items = results.iterator();
      assertThat(items.next()).isPositive();
      assertThat(outcome(inAnother(pipeline::abort))).isNull();
      assertThatThrownBy(() -> items.forEachRemaining(item -> {}))
          .isInstanceOf(CutShortException.class)
          .hasMessageContaining("was aborted by thread 'another'");
    }
  }

  @Test
  void shouldEndResultsNormallyAfterADrainThatCutNothing() throws Exception {
    CountDownLatch some = new CountDownLatch(3);
    try (Pipeline<Integer, Integer> pipeline =
        Pipeline.<Integer>named(NAME)
            .map(
                "same",
                (Integer item) -> {
                  some.countDown();
                  return item;
                })
            .workers(2)
            .build()) {
      pipeline.putIterable(List.of(1, 2, 3));
      try (Stream<Integer> results = pipeline.results()) {
        assertThat(some.await(20, TimeUnit.SECONDS)).isTrue();
        Threads.await(() -> pipeline.report().sources().get(0).ended());
        FutureTask<@Nullable Throwable> draining = inAnother(() -> pipeline.drain(LIMIT));
        assertThat(results.toList()).containsExactlyInAnyOrder(1, 2, 3);
        assertThat(outcome(draining)).isNull();
      }
      assertThat(pipeline.state()).isEqualTo(PipelineState.COMPLETED);
    }
  }

  @Test
  void shouldFailAPipelineWhoseSourceAreResultsThatWereCut() throws Exception {
    CountDownLatch some = new CountDownLatch(1_000);
    try (Pipeline<Integer, Void> second = counting(some).build();
        Pipeline<Integer, Integer> first = endlessResults()) {
      second.putStream(first.results());
      FutureTask<@Nullable Throwable> running = inAnother(second::run);
      assertThat(some.await(20, TimeUnit.SECONDS)).isTrue();
      assertThat(first.drain(LIMIT).state()).isEqualTo(PipelineState.DRAINED);
      assertThat(outcome(running))
          .isInstanceOf(PipelineException.class)
          .hasCauseInstanceOf(CutShortException.class);
      assertThat(second.state()).isEqualTo(PipelineState.FAILED);
    }
  }

  @Test
  void shouldLeaveTheCutToTheThreadThatWasInterrupted() throws Exception {
    CountDownLatch some = new CountDownLatch(1_000);
    Pipeline<Integer, Void> pipeline = counting(some).build();
    pipeline.putIterator(endless());
    AtomicReference<Thread> runner = new AtomicReference<>();
    FutureTask<@Nullable Throwable> running =
        inAnother(
            () -> {
              runner.set(Thread.currentThread());
              pipeline.run();
            });
    assertThat(some.await(20, TimeUnit.SECONDS)).isTrue();
    runner.get().interrupt();
    assertThat(outcome(running)).isInstanceOf(InterruptedException.class);
    assertThatThrownBy(pipeline::close).isInstanceOf(CutShortException.class);
  }

  @Test
  void shouldCallADrainedQueueACutOnlyIfItHoldsItems() throws Exception {
    for (int left : new int[] {0, 3}) {
      BlockingQueue<Integer> queue = new LinkedBlockingQueue<>();
      CountDownLatch begun = new CountDownLatch(1);
      CountDownLatch release = new CountDownLatch(1);
      try (Pipeline<Integer, Void> pipeline =
          Pipeline.<Integer>named(NAME)
              .sink(
                  "slow",
                  item -> {
                    begun.countDown();
                    assertThat(release.await(20, TimeUnit.SECONDS)).isTrue();
                  })
              .capacity(2)
              .build()) {
        pipeline.putQueue(queue);
        pipeline.start();
        queue.put(0);
        assertThat(begun.await(20, TimeUnit.SECONDS)).isTrue();
        if (left > 0) {
          for (int i = 0; i < 20; i++) {
            queue.put(i);
          }
          // two in the ring, one in the hand of the queue's thread
          Threads.await(() -> queue.size() <= 17 && pipeline.report().accepted() >= 3);
        }
        FutureTask<@Nullable Throwable> closing = inAnother(pipeline::close);
        Threads.await(() -> pipeline.state() == PipelineState.FINISHING || left > 0);
        FutureTask<@Nullable Throwable> draining = inAnother(() -> pipeline.drain(LIMIT));
        Threads.await(() -> pipeline.state() == PipelineState.FINISHING);
        if (left > 0) {
          Threads.await(
              () ->
                  catchThrowable(() -> pipeline.put(1))
                      instanceof java.util.concurrent.CancellationException);
        }
        release.countDown();
        assertThat(outcome(draining)).isNull();
        Throwable told = outcome(closing);
        SourceReport source = pipeline.report().sources().get(0);
        assertThat(source.left()).isEqualTo(queue.size());
        assertThat(source.ended()).isEqualTo(queue.isEmpty());
        assertThat(pipeline.state())
            .isEqualTo(queue.isEmpty() ? PipelineState.COMPLETED : PipelineState.DRAINED);
        assertThat(told == null).isEqualTo(queue.isEmpty());
        assertThat(queue.isEmpty()).isEqualTo(left == 0);
        assertNothingAbandoned(pipeline);
        Throwable here = catchThrowable(pipeline::close);
        assertThat(here == null).isEqualTo(queue.isEmpty());
      }
    }
  }

  /** Gives nothing at every other poll; and at last nothing at all. */
  private static final class Relaxed extends ArrayBlockingQueue<Integer> {
    private static final long serialVersionUID = 1L;
    private final int kept;
    private final AtomicInteger polls = new AtomicInteger();

    Relaxed(int kept) {
      super(1_000);
      this.kept = kept;
    }

    @Override
    public @Nullable Integer poll() {
      return polls.getAndIncrement() % 2 == 0 || size() <= kept ? null : super.poll();
    }

    @Override
    public @Nullable Integer poll(long timeout, TimeUnit unit) throws InterruptedException {
      new CountDownLatch(1).await(timeout, unit);
      return null;
    }
  }

  @Test
  void shouldTakeAllOfAQueueThatGivesNothingNowAndThen() throws InterruptedException {
    Relaxed queue = new Relaxed(0);
    IntStream.range(0, 100).forEach(queue::add);
    try (Pipeline<Integer, Void> pipeline = counting(new CountDownLatch(0)).build()) {
      pipeline.putQueue(queue);
      pipeline.start();
      Report report = pipeline.stop();
      assertThat(report.state()).isEqualTo(PipelineState.COMPLETED);
      assertThat(pipeline.count()).isEqualTo(100);
    }
  }

  /** Nobody is thrown at for that: nobody has cut it. */
  @Test
  void shouldCountWhatAQueueDoesNotGive() throws InterruptedException {
    Relaxed queue = new Relaxed(40);
    IntStream.range(0, 100).forEach(queue::add);
    try (Pipeline<Integer, Void> pipeline = counting(new CountDownLatch(0)).build()) {
      pipeline.putQueue(queue);
      pipeline.start();
      Report report = pipeline.stop();
      assertThat(report.state()).isEqualTo(PipelineState.DRAINED);
      assertThat(report.cutShort()).isTrue();
      assertThat(report.sources())
          .singleElement()
          .matches(source -> source.left() == 40 && source.pulled() == 60 && !source.ended());
      assertThat(queue).hasSize(40);
    }
  }

  /** A service may be handed any number of sources in its life. */
  @Test
  void shouldSumUpSourcesThatEndedLongAgo() throws InterruptedException {
    try (Pipeline<Integer, Void> pipeline = counting(new CountDownLatch(0)).build()) {
      for (int i = 0; i < 1_000; i++) {
        pipeline.putIterable(List.of(1, 2));
      }
      Report report = pipeline.run();
      assertThat(report.sources()).hasSize(65);
      assertThat(report.sources().get(0).name()).isEqualTo("936 earlier sources");
      assertThat(report.sources()).extracting(SourceReport::pulled).contains(2L, 1_872L);
      assertThat(report.sources()).allMatch(SourceReport::ended);
    }
  }

  @Test
  void shouldReportWhatWasNeverStarted() {
    Pipeline<Integer, Void> pipeline = counting(new CountDownLatch(0)).build();
    pipeline.putIterator(endless());
    pipeline.close();
    assertThat(pipeline.report().cutShort()).isTrue();
    assertThat(assertBalanced(pipeline).sources()).noneMatch(SourceReport::ended);
  }
}
