package io.paipa.coroutine;

import static io.paipa.coroutine.Recipe.consume;
import static io.paipa.coroutine.Recipe.mapping;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.paipa.IteratorStep;
import io.paipa.PipelineState;
import io.paipa.Report;
import io.paipa.StepReport;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A step may fail before it has got an item: then no item has failed, and none is done. */
class DebuggedFailureTest {
  private final List<Report> reports = new ArrayList<>();

  private StepReport failing(IteratorStep<Integer, Integer> step) {
    Recipe<Integer, Integer> recipe =
        Recipe.<Integer>identity()
            .then("before", mapping(i -> i))
            .then("fails", step)
            .debuggedBy(RuntimeDebugger.named("failing").reportingTo(reports::add));
    assertThatThrownBy(() -> consume(recipe.on(List.of(1, 2, 3)))).hasMessage("no file");
    assertThat(reports).hasSize(1);
    assertThat(reports.get(0).state()).isEqualTo(PipelineState.FAILED);
    return reports.get(0).steps().get(1);
  }

  private static void assertNothingCounted(StepReport step) {
    assertThat(step.stepName()).isEqualTo("fails");
    assertThat(step.received()).isZero();
    assertThat(step.done()).isZero();
    assertThat(step.failed()).isZero();
    assertThat(step.skipped()).isZero();
  }

  @Test
  void shouldCountNothingIfTheStepCanNotBeMade() {
    assertNothingCounted(
        failing(
            items -> {
              throw new IllegalStateException("no file");
            }));
  }

  @Test
  void shouldCountNothingIfTheStepFailsBeforeItAsksForAnItem() {
    assertNothingCounted(
        failing(
            items ->
                new Iterator<>() {
                  @Override
                  public boolean hasNext() {
                    throw new IllegalStateException("no file");
                  }

                  @Override
                  public Integer next() {
                    return items.next();
                  }
                }));
  }

  @Test
  void shouldCountTheItemThatFailed() {
    StepReport step =
        failing(
            Recipe.<Integer, Integer>mapping(
                i -> {
                  throw new IllegalStateException("no file");
                }));
    assertThat(step.received()).isEqualTo(1);
    assertThat(step.done()).isZero();
    assertThat(step.failed()).isEqualTo(1);
  }
}
