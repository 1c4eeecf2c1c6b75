package io.paipa;

import static io.paipa.CutsByAnother.LIMIT;
import static io.paipa.CutsByAnother.NAME;
import static io.paipa.CutsByAnother.counting;
import static io.paipa.CutsByAnother.endless;
import static io.paipa.CutsByAnother.inAnother;
import static io.paipa.CutsByAnother.outcome;
import static io.paipa.LedgerAssert.assertBalanced;
import static io.paipa.LedgerAssert.assertNothingAbandoned;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.util.Iterator;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A report tells which sources came to their end, and what is left of the others. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class HonestSourcesTest {
  @AfterEach
  void shouldLeaveNoThread() {
    Threads.assertNoneOf(NAME);
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
        assertThat(pipeline.report().exitCode()).isEqualTo(queue.isEmpty() ? 0 : 3);
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
