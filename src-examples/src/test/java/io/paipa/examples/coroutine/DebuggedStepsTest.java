package io.paipa.examples.coroutine;

import static org.assertj.core.api.Assertions.assertThat;

import io.paipa.Report;
import io.paipa.StepReport;
import io.paipa.StepUsage;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class DebuggedStepsTest {
  @Test
  void shouldTellWhichStepTakesTheTime() {
    List<Report> reports = new ArrayList<>();
    assertThat(new DebuggedSteps().recipe(reports::add).on(List.of("1", "2", "30")).stream())
        .containsExactly(-1, 1, -1, -2, 2, -2, -30, 30, -30);

    List<StepReport> steps = reports.get(reports.size() - 1).steps();
    assertThat(steps)
        .extracting(StepReport::stepName)
        .containsExactly("cast", "flip", "flap", "flatten");
    assertThat(steps).extracting(StepReport::emitted).containsExactly(3L, 3L, 3L, 9L);
    List<StepUsage> usages = steps.stream().map(step -> step.usage().orElseThrow()).toList();
    assertThat(usages).extracting(StepUsage::elements).containsExactly(3L, 3L, 9L, 9L);
    assertThat(usages)
        .extracting(usage -> usage.counters().get("look-ups"))
        .containsExactly(0L, 0L, 6L, 0L);
    assertThat(usages.get(1).ownTime()).isPositive();
  }
}
