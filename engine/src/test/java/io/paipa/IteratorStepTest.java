package io.paipa;

import static io.paipa.LedgerAssert.assertBalanced;
import static io.paipa.LedgerAssert.assertNothingAbandoned;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Iterator;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

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
            .<Integer>iterate("three", 1, IteratorStepTest::firstThree)
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
            .<Integer>iterate("abort", 1, items -> abortingBeforeTheThird(items, self))
            .build()) {
      self.set(pipeline);
      pipeline.putStream(IntStream.range(0, 10).boxed());

      pipeline.run();

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
}
