package io.paipa;

import static io.paipa.LedgerAssert.assertBalanced;
import static io.paipa.LedgerAssert.assertNothingAbandoned;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An item that an iterator step has asked for, by {@code hasNext}, and not taken counts once. */
class IteratorStepTest {
  private static final String NAME = "iterator-step";

  @AfterEach
  void shouldLeaveNoThread() {
    Threads.assertNoneOf(NAME);
  }

  private static Iterator<Integer> firstThree(Iterator<Integer> items) {
    return new Iterator<>() {
      private int taken;

      @Override
      public boolean hasNext() {
        return items.hasNext() && taken < 3;
      }

      @Override
      public Integer next() {
        taken++;
        return items.next();
      }
    };
  }

  @Test
  void shouldSkipWhatAnIteratorThatEndsEarlyHasAskedFor() throws InterruptedException {
    try (Pipeline<Integer, Integer> pipeline =
        Pipeline.<Integer>named(NAME)
            .<Integer>iterate("three", IteratorStepTest::firstThree)
            .build()) {
      pipeline.putStream(IntStream.range(0, 10).boxed());

      pipeline.run();

      StepReport step = assertNothingAbandoned(pipeline).steps().get(0);
      assertThat(step.received()).isEqualTo(10);
      assertThat(step.done()).isEqualTo(3);
      assertThat(step.skipped()).isEqualTo(7);
    }
  }

  @Test
  void shouldAbandonWhatAnIteratorHasAskedForWhenThePipelineEnds() throws InterruptedException {
    AtomicReference<Pipeline<Integer, Integer>> self = new AtomicReference<>();
    try (Pipeline<Integer, Integer> pipeline =
        Pipeline.<Integer>named(NAME)
            .<Integer>iterate("abort", items -> abortingBeforeTheThird(items, self))
            .build()) {
      self.set(pipeline);
      pipeline.putStream(IntStream.range(0, 10).boxed());

      assertThatThrownBy(pipeline::run).isInstanceOf(CutShortException.class);

      StepReport step = assertBalanced(pipeline).steps().get(0);
      assertThat(step.done()).isEqualTo(2);
      assertThat(step.skipped()).isZero();
    }
  }

  private static Iterator<Integer> abortingBeforeTheThird(
      Iterator<Integer> items, AtomicReference<Pipeline<Integer, Integer>> self) {
    return new Iterator<>() {
      private int taken;

      @Override
      public boolean hasNext() {
        boolean more = items.hasNext();
        if (taken == 2) {
          self.get().abort();
        }
        return more;
      }

      @Override
      public Integer next() {
        taken++;
        return items.next();
      }
    };
  }

  /** Passes on what it is given; notes that it was closed, and by whom. */
  private record Closeable(Iterator<Integer> items, List<String> closers)
      implements Iterator<Integer>, AutoCloseable {
    @Override
    public boolean hasNext() {
      return items.hasNext();
    }

    @Override
    public Integer next() {
      return 6 / items.next();
    }

    @Override
    public void close() {
      closers.add(Thread.currentThread().getName());
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 0})
  void shouldCloseTheIteratorOfEachWorkerInItsThread(int last) {
    List<String> openers = new CopyOnWriteArrayList<>();
    List<String> closers = new CopyOnWriteArrayList<>();
    try (Pipeline<Integer, Integer> pipeline =
        Pipeline.<Integer>named(NAME)
            .<Integer>iterate(
                "own",
                items -> {
                  openers.add(Thread.currentThread().getName());
                  return new Closeable(items, closers);
                })
            .workers(2)
            .build()) {
      pipeline.putIterable(List.of(1, 2, 3, last));
      if (last == 0) {
        assertThatThrownBy(pipeline::run).hasCauseInstanceOf(ArithmeticException.class);
      } else {
        assertThatCode(pipeline::run).doesNotThrowAnyException();
        assertThat(openers).hasSize(2); // who fails may be quicker than the other's start
      }
    }
    assertThat(closers).isNotEmpty().containsExactlyInAnyOrderElementsOf(openers);
  }

  @Test
  void shouldCloseTheIteratorWhenThePipelineIsAborted() {
    List<String> closers = new CopyOnWriteArrayList<>();
    try (Pipeline<Integer, Integer> pipeline =
        Pipeline.<Integer>named(NAME)
            .<Integer>iterate("own", items -> new Closeable(items, closers))
            .build()) {
      pipeline.putStream(Stream.generate(() -> 1));
      try (Stream<Integer> results = pipeline.results()) {
        assertThat(results.limit(3)).hasSize(3);
      }
    }
    assertThat(closers).containsExactly("iterator-step-own-0");
  }

  @Test
  void shouldFailWithWhatClosingThrows() {
    try (Pipeline<Integer, Integer> pipeline =
        Pipeline.<Integer>named(NAME)
            .<Integer>iterateStream(
                "own",
                items ->
                    items.onClose(
                        () -> {
                          throw new IllegalStateException("closing");
                        }))
            .build()) {
      pipeline.putIterable(List.of(1));
      assertThatThrownBy(pipeline::run)
          .isInstanceOf(PipelineException.class)
          .hasMessageContaining("step 'own'")
          .cause()
          .hasMessage("closing");
    }
  }

  @Test
  @SuppressWarnings({"NullAway", "DataFlowIssue"})
  void shouldNameTheStepThatGivesNoStream() {
    try (Pipeline<Integer, Integer> pipeline =
        Pipeline.<Integer>named(NAME).<Integer>iterateStream("none", items -> null).build()) {
      pipeline.putIterable(List.of(1));
      assertThatThrownBy(pipeline::run)
          .hasMessageContaining("step 'none'")
          .hasMessageContaining("gave null, not an iterator");
    }
  }

  @Test
  void shouldRefuseTheSameIteratorForTwoWorkers() {
    Iterator<Integer> shared = Stream.generate(() -> 1).iterator();
    try (Pipeline<Integer, Integer> pipeline =
        Pipeline.<Integer>named(NAME)
            .<Integer>iterate("shared", items -> shared)
            .workers(2)
            .build()) {
      pipeline.putIterable(List.of(1));
      assertThatThrownBy(pipeline::run)
          .isInstanceOf(PipelineException.class)
          .hasMessageContaining("step 'shared'")
          .hasMessageContaining(
              "the iterator step gave the same iterator to two workers; make one each time");
    }
  }

  /** To skip is of no use to who gives no output of his own accord. */
  @Test
  @SuppressWarnings({"NullAway", "DataFlowIssue"})
  void shouldSayThatNullIsNoOutput() {
    try (Pipeline<Integer, Integer> pipeline =
        Pipeline.<Integer>named(NAME)
            .<Integer>iterate("null", items -> Arrays.asList((Integer) null).iterator())
            .build()) {
      pipeline.putIterable(List.of(1));
      assertThatThrownBy(pipeline::run)
          .isInstanceOf(PipelineException.class)
          .hasMessageContaining("step 'null'")
          .hasMessageNotContaining("Skip")
          .cause()
          .isInstanceOf(NullPointerException.class)
          .hasMessage("the iterator step's iterator gave null, which is no output");
    }
  }
}
