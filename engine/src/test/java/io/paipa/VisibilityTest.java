package io.paipa;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What was written before an item was handed on is seen by whoever has it then. */
class VisibilityTest {
  @AfterEach
  void shouldLeaveNoThread() {
    Threads.assertNoneOf("visible");
  }

  /** Without volatile, and without locks. */
  private static final class Plain {
    private int byPut;
    private int byFirst;
    private int bySecond;
  }

  @ParameterizedTest
  @CsvSource({"1,1,1024", "4,4,1024", "4,1,16", "1,4,2"})
  void shouldShowWhatWasWrittenBefore(int first, int second, int capacity)
      throws InterruptedException {
    try (Pipeline<Plain, Void> pipeline =
        Pipeline.<Plain>named("visible")
            .defaults(StepOptions.options().capacity(capacity))
            .map(
                "first",
                item -> {
                  assertThat(item.byPut).isPositive();
                  item.byFirst = item.byPut + 1;
                  return item;
                })
            .workers(first)
            .map(
                "second",
                item -> {
                  assertThat(item.byFirst).isEqualTo(item.byPut + 1);
                  item.bySecond = item.byFirst + 1;
                  return item;
                })
            .workers(second)
            .sink("third", item -> assertThat(item.bySecond).isEqualTo(item.byPut + 2))
            .build()) {
      pipeline.start();
      for (int i = 1; i <= 20_000; i++) {
        Plain item = new Plain();
        item.byPut = i;
        pipeline.put(item);
      }
      pipeline.stop();
      assertThat(pipeline.count()).isEqualTo(20_000);
    }
  }

  private static final class Counting implements Step<Integer, Integer> {
    private final int[] sums;
    private final int[] total;
    private int worker;

    Counting(int[] sums, int[] total) {
      this.sums = sums;
      this.total = total;
    }

    @Override
    public void onWorkerStart(StepContext<Integer> context) {
      worker = context.workerIndex();
    }

    @Override
    public void process(Integer item, Emitter<Integer> out) {
      sums[worker] += item;
    }

    @Override
    public void onStepStop(StepContext<Integer> context) {
      total[0] = IntStream.of(sums).sum();
    }
  }

  @Test
  void shouldShowAllWorkersToTheStepsLastHookAndThatToTheCaller() throws InterruptedException {
    for (int round = 0; round < 50; round++) {
      int[] sums = new int[8];
      int[] total = new int[1];
      try (Pipeline<Integer, Integer> pipeline =
          Pipeline.<Integer>named("visible")
              .step("count", () -> new Counting(sums, total))
              .workers(8)
              .build()) {
        pipeline.putIterable(IntStream.rangeClosed(1, 1_000).boxed().toList());
        pipeline.run();
      }
      assertThat(total[0]).isEqualTo(500_500);
    }
  }
}
