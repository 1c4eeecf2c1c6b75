package io.paipa;

import static io.paipa.CutsByAnother.LIMIT;
import static io.paipa.CutsByAnother.NAME;
import static io.paipa.CutsByAnother.counting;
import static io.paipa.CutsByAnother.endless;
import static io.paipa.CutsByAnother.inAnother;
import static io.paipa.CutsByAnother.outcome;
import static io.paipa.LedgerAssert.assertNothingAbandoned;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A part of the results does not pass for the whole: who pulls them is told of another's cut. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class HonestResultsTest {
  @AfterEach
  void shouldLeaveNoThread() {
    Threads.assertNoneOf(NAME);
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
  void shouldDrainAPipelineWhoseSourceAreResultsThatWereDrained() throws Exception {
    CountDownLatch some = new CountDownLatch(1_000);
    try (Pipeline<Integer, Void> second = counting(some).build();
        Pipeline<Integer, Integer> first = endlessResults()) {
      second.putStream(first.results());
      FutureTask<@Nullable Throwable> running = inAnother(second::run);
      assertThat(some.await(20, TimeUnit.SECONDS)).isTrue();
      assertThat(first.drain(LIMIT).state()).isEqualTo(PipelineState.DRAINED);
      assertThat(outcome(running)).isInstanceOf(CutShortException.class);
      assertThat(second.state()).isEqualTo(PipelineState.DRAINED);
      assertThatThrownBy(second::close).isInstanceOf(CutShortException.class); // in any thread
    }
  }
}
