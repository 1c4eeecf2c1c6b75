package io.paipa.coroutine;

import static io.paipa.coroutine.Counted.numbers;
import static io.paipa.coroutine.Recipe.consume;
import static io.paipa.coroutine.Recipe.mapping;
import static io.paipa.coroutine.Reports.assertBalanced;
import static io.paipa.coroutine.SlowSteps.slow;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.paipa.Pipeline;
import io.paipa.PipelineException;
import io.paipa.PipelineState;
import io.paipa.Report;
import io.paipa.Reporter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.junit.jupiter.api.Test;

/** When a debugger reports, whom it tells, and what it says of the end. */
class DebuggerReportsTest {
  private final Reports reports = new Reports();
  private final RuntimeDebugger debugger =
      RuntimeDebugger.named("numbers").reportingTo(reports::add);

  @Test
  void shouldReportEveryInterval() {
    Recipe<Integer, Integer> recipe =
        Recipe.<Integer>identity()
            .then("slow", mapping(i -> slow(i, new long[1], 0, 4)))
            .then("quick", mapping(i -> i))
            .debuggedBy(debugger.every(Duration.ofMillis(8)));
    consume(recipe.on(numbers(10)));
    assertThat(reports.all()).hasSizeGreaterThan(2);
    assertThat(reports.all().subList(0, reports.all().size() - 1))
        .allMatch(report -> report.state() == PipelineState.RUNNING)
        .allSatisfy(Reports::assertBalanced);
    assertThat(reports.all())
        .isSortedAccordingTo((a, b) -> Long.compare(a.accepted(), b.accepted()));
  }

  @Test
  void shouldReportOnceAtTheEndHoweverItEnds() {
    Recipe<Integer, Integer> recipe =
        Recipe.<Integer>identity()
            .then("divide", mapping(i -> 12 / (4 - i)))
            .then("last", mapping(i -> i))
            .debuggedBy(debugger);
    try (CloseableIterator<Integer> results = recipe.on(Counted.endless())) {
      consume(results, 2);
      assertThat(reports.all()).isEmpty();
    }
    assertThat(reports.all()).hasSize(1);
    assertThat(reports.last().state()).isEqualTo(PipelineState.ABORTED);
    assertThat(reports.step("last").emitted()).isEqualTo(2);

    assertThatThrownBy(() -> consume(recipe.on(Counted.endless())))
        .isInstanceOf(ArithmeticException.class);
    assertThat(reports.all()).hasSize(2);
    assertThat(reports.last().state()).isEqualTo(PipelineState.FAILED);
    assertThat(reports.last().failure().orElseThrow())
        .hasMessage(
            "recipe 'numbers', step 'divide' failed: java.lang.ArithmeticException: / by zero");
    assertThat(reports.step("divide").failed()).isEqualTo(1);
    assertThat(reports.step("divide").done()).isEqualTo(3);
    assertThat(reports.step("last").failed()).isZero();
    assertBalanced(reports.last());

    recipe.on(Counted.endless()).close();
    assertThat(reports.all()).as("of what was never read").hasSize(2);
  }

  @Test
  void shouldNameTheSourceThatFails() {
    Recipe<Integer, Integer> recipe = Recipe.<Integer>identity().debuggedBy(debugger);
    Iterable<Integer> broken =
        () -> {
          throw new IllegalStateException("no source");
        };
    assertThatThrownBy(() -> consume(recipe.on(broken))).hasMessage("no source");
    assertThat(reports.last().failure().map(PipelineException::getMessage))
        .contains("recipe 'numbers', source failed: java.lang.IllegalStateException: no source");
  }

  @Test
  void shouldTellAllReportersThoughOneFails() {
    List<Report> others = new ArrayList<>();
    Reporter broken =
        report -> {
          throw new IllegalStateException("reporter");
        };
    Recipe<Integer, Integer> recipe =
        Recipe.<Integer, Integer>mapping(i -> i)
            .debuggedBy(
                RuntimeDebugger.named("numbers").reportingTo(broken).reportingTo(others::add));
    assertThat(consume(recipe.on(numbers(3)))).isEqualTo(3);
    assertThat(others).hasSize(1);
  }

  @Test
  void shouldReportForEachWorkerOfAThreadedPipeline() throws InterruptedException {
    Recipe<Integer, Integer> recipe = Recipe.<Integer, Integer>mapping(i -> i).debuggedBy(debugger);
    try (Pipeline<Integer, Integer> pipeline =
        Pipeline.<Integer>named("threaded").iterate("steps", recipe).workers(4).build()) {
      pipeline.putIterable(numbers(1_000));
      pipeline.run();
    }
    assertThat(reports.all())
        .hasSize(4)
        .allMatch(report -> report.state() == PipelineState.COMPLETED);
    assertThat(reports.all().stream().mapToLong(Report::accepted).sum()).isEqualTo(1_000);
  }

  @Test
  void shouldGoOnThoughAReporterThrowsAnError() {
    Recipe<Integer, Integer> recipe =
        Recipe.<Integer>identity()
            .then("step", mapping(i -> i))
            .debuggedBy(
                RuntimeDebugger.named("numbers")
                    .reportingTo(
                        report -> {
                          throw new AssertionError("a reporter's");
                        })
                    .reportingTo(reports::add));
    assertThat(consume(recipe.on(numbers(3)))).isEqualTo(3);
    assertThat(reports.all()).hasSize(1);
  }

  @Test
  void shouldCompleteWhenAStepHasDealtWithAFailureAtTheEnd() {
    Recipe<Integer, Integer> recipe =
        Recipe.<Integer>identity()
            .then("fails", mapping(i -> i / (i - 2)))
            .then(
                "ends",
                items ->
                    new Iterator<Integer>() {
                      @Override
                      public boolean hasNext() {
                        try {
                          return items.hasNext();
                        } catch (ArithmeticException e) {
                          return false;
                        }
                      }

                      @Override
                      public Integer next() {
                        return items.next();
                      }
                    })
            .debuggedBy(debugger);
    assertThat(consume(recipe.on(numbers(3)))).isEqualTo(1);
    assertThat(reports.last().state()).isEqualTo(PipelineState.COMPLETED);
  }
}
