package io.paipa;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The outputs of the last step, pulled by the caller. */
class ResultsTest {
  @AfterEach
  void shouldLeaveNoThread() {
    Threads.assertNoneOf("results");
  }

  private static List<Integer> numbers(int count) {
    return IntStream.range(0, count).boxed().toList();
  }

  private static Iterator<Integer> endless(AtomicInteger pulled) {
    return Stream.generate(pulled::getAndIncrement).iterator();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 4, 32})
  void shouldGiveEachOutputOnce(int workers) {
    try (Pipeline<Integer, Integer> pipeline =
        Pipeline.<Integer>named("results").map("twice", i -> 2 * i).workers(workers).build()) {
      pipeline.putIterable(numbers(50_000));
      try (Stream<Integer> results = pipeline.results()) {
        assertThat(results.sorted())
            .isEqualTo(IntStream.range(0, 50_000).map(i -> 2 * i).boxed().toList());
      }
      assertThat(pipeline.state()).isEqualTo(PipelineState.COMPLETED);
      assertThat(pipeline.count()).isEqualTo(50_000);
      LedgerAssert.assertNothingAbandoned(pipeline);
    }
  }

  @Test
  void shouldBeInOrderBehindAnOrderedStep() {
    try (Pipeline<Integer, Integer> pipeline =
        Pipeline.<Integer>named("results").map("same", i -> i).workers(8).ordered().build()) {
      pipeline.putIterable(numbers(20_000));
      assertThat(pipeline.results().toList()).isEqualTo(numbers(20_000));
    }
  }

  @Test
  void shouldAbortWhenClosedEarlyAndThatIsNoFailure() {
    AtomicInteger pulled = new AtomicInteger();
    try (Pipeline<Integer, Integer> pipeline =
        Pipeline.<Integer>named("results").map("same", i -> i).workers(4).build()) {
      pipeline.putIterator(endless(pulled));
      try (Stream<Integer> results = pipeline.results()) {
        assertThat(results.limit(3)).hasSize(3);
      }
      assertThat(pipeline.state()).isEqualTo(PipelineState.ABORTED);
      LedgerAssert.assertBalanced(pipeline);
    }
  }

  /** Without closing the pipeline, too. */
  @Test
  void shouldLeaveNoThreadWhenTheStreamAloneIsClosed() {
    for (int i = 0; i < 20; i++) {
      Pipeline<Integer, Integer> pipeline =
          Pipeline.<Integer>named("results").map("same", item -> item).workers(4).build();
      pipeline.putIterator(endless(new AtomicInteger()));
      try (Stream<Integer> results = pipeline.results()) {
        assertThat(results.limit(3)).hasSize(3);
      }
      Threads.assertNoneOf("results");
    }
  }

  @Test
  void shouldAbortWhenThePipelineIsClosedBeforeTheLastResult() {
    Pipeline<Integer, Integer> pipeline =
        Pipeline.<Integer>named("results").map("same", i -> i).build();
    pipeline.putIterator(endless(new AtomicInteger()));
    Iterator<Integer> results = pipeline.results().iterator();
    assertThat(results.next()).isZero();
    pipeline.close();
    assertThat(pipeline.state()).isEqualTo(PipelineState.ABORTED);
  }

  @Test
  void shouldThrowAFailureAfterWhatCameBeforeIt() {
    List<Integer> seen = new ArrayList<>();
    try (Pipeline<Integer, Integer> pipeline =
        Pipeline.<Integer>named("results").map("hundred", i -> 100 / (100 - i)).build()) {
      pipeline.putIterable(numbers(1_000));
      Stream<Integer> results = pipeline.results();
      assertThatThrownBy(() -> results.forEach(seen::add))
          .isInstanceOf(PipelineException.class)
          .hasMessageContaining("hundred")
          .hasCauseInstanceOf(ArithmeticException.class);
    }
    assertThat(seen).hasSize(100);
  }

  @Test
  void shouldTellThePullerOfAnAbortByOthers() {
    try (Pipeline<Integer, Integer> pipeline =
        Pipeline.<Integer>named("results").map("same", i -> i).build()) {
      pipeline.putIterator(endless(new AtomicInteger()));
      Iterator<Integer> results = pipeline.results().iterator();
      results.next();
      pipeline.abort();
      assertThatThrownBy(() -> results.forEachRemaining(i -> {}))
          .isInstanceOf(CancellationException.class)
          .hasMessage("pipeline 'results' was aborted");
    }
  }

  @Test
  void shouldAbortWhenThePullerIsInterrupted() throws InterruptedException {
    CountDownLatch never = new CountDownLatch(1);
    CountDownLatch inHand = new CountDownLatch(1);
    Pipeline<Integer, Integer> pipeline =
        Pipeline.<Integer>named("results")
            .peek(
                "stuck",
                i -> {
                  inHand.countDown();
                  never.await();
                })
            .build();
    pipeline.putIterable(numbers(1));
    AtomicInteger outcome = new AtomicInteger();
    Thread puller =
        new Thread(
            () -> {
              try (Stream<Integer> results = pipeline.results()) {
                results.forEach(i -> {});
              } catch (CancellationException e) {
                outcome.set(Thread.currentThread().isInterrupted() ? 1 : 2);
              }
            });
    puller.start();
    assertThat(inHand.await(20, TimeUnit.SECONDS)).isTrue();
    puller.interrupt();
    puller.join(20_000);
    assertThat(outcome).hasValue(1);
    assertThat(pipeline.state()).isEqualTo(PipelineState.ABORTED);
  }

  @Test
  void shouldDropMetaEventsAndTakePutsFromOtherThreads() throws InterruptedException {
    try (Pipeline<Integer, Integer> pipeline =
        Pipeline.<Integer>named("results").map("same", i -> i).build()) {
      Stream<Integer> results = pipeline.results();
      Thread producer =
          new Thread(
              () -> {
                try {
                  for (int i = 0; i < 5_000; i++) {
                    pipeline.put(i);
                    if (i % 100 == 0) {
                      pipeline.putMeta("mark");
                    }
                  }
                } catch (InterruptedException e) {
                  throw new IllegalStateException(e);
                }
                pipeline.finish();
              });
      producer.start();
      assertThat(results.toList()).isEqualTo(numbers(5_000));
      producer.join(20_000);
    }
  }

  @Test
  void shouldRefuseASecondStartAndToWaitForItself() {
    try (Pipeline<Integer, Integer> pipeline =
        Pipeline.<Integer>named("results").map("same", i -> i).build()) {
      Stream<Integer> results = pipeline.results();
      assertThatThrownBy(pipeline::results)
          .isInstanceOf(IllegalStateException.class)
          .hasMessage(
              "pipeline 'results' was started before, and runs once: RUNNING; build another one"
                  + " from its builder");
      assertThatThrownBy(pipeline::stop)
          .isInstanceOf(IllegalStateException.class)
          .hasMessage(
              "pipeline 'results': stop in the thread that pulls its results would wait for"
                  + " itself; pull them to the end, or close the stream");
      pipeline.finish();
      assertThat(results.toList()).isEmpty();
    }
  }

  /** It would wait for itself. Refused, it changes nothing: the puller goes on. */
  @Test
  void shouldRefuseToBeClosedOrPulledInAThreadOfThePipelines() {
    assertRefusedInside((results, pulled) -> results.close(), "to close its results");
    assertRefusedInside((results, pulled) -> pulled.next(), "to pull its results");
  }

  private static void assertRefusedInside(
      BiConsumer<Stream<Integer>, Iterator<Integer>> use, String call) {
    CompletableFuture<ThrowingCallable> opened = new CompletableFuture<>();
    CompletableFuture<Throwable> thrown = new CompletableFuture<>();
    try (Pipeline<Integer, Integer> pipeline =
        Pipeline.<Integer>named("results")
            .peek("use", item -> thrown.complete(catchThrowable(opened.get(20, TimeUnit.SECONDS))))
            .build()) {
      pipeline.putIterable(List.of(1));
      Stream<Integer> results = pipeline.results();
      Iterator<Integer> pulled = results.iterator(); // before the stream refuses all after a close
      opened.complete(() -> use.accept(results, pulled));
      assertThat(thrown)
          .succeedsWithin(20, TimeUnit.SECONDS, InstanceOfAssertFactories.THROWABLE)
          .isInstanceOf(IllegalStateException.class)
          .hasMessage(
              "pipeline 'results': "
                  + call
                  + " in one of the pipeline's own threads would wait for itself; offer(item),"
                  + " finish, abort and StepContext.reenqueue are possible there");
      assertThat(pulled.next()).isEqualTo(1);
      assertThat(pulled.hasNext()).isFalse();
      assertThat(pipeline.state()).isEqualTo(PipelineState.COMPLETED);
    }
  }

  @Test
  void shouldNotRunAheadOfThePuller() {
    AtomicInteger pulled = new AtomicInteger();
    try (Pipeline<Integer, Integer> pipeline =
        Pipeline.<Integer>named("results").map("same", i -> i).capacity(16).build()) {
      pipeline.putIterator(endless(pulled));
      Iterator<Integer> results = pipeline.results().iterator();
      for (int i = 0; i < 10_000; i++) {
        assertThat(results.next()).isEqualTo(i);
      }
      new PipelineThreads("results").awaitIdle(2); // both wait for room
      // the puller's claim, the ring behind the step, its claim, its ring, and the one in hand
      assertThat(pulled.get() - 10_000).isLessThanOrEqualTo(16 + 16 + 16 + 16 + 2);
    }
  }
}
