package io.paipa.coroutine;

import static org.assertj.core.api.Assertions.assertThat;

import io.paipa.Report;
import io.paipa.StepReport;
import io.paipa.StepUsage;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Keeps what a debugger reports, and looks things up in the last report. */
final class Reports {
  private final List<Report> all = new CopyOnWriteArrayList<>();

  void add(Report report) {
    all.add(report);
  }

  List<Report> all() {
    return all;
  }

  Report last() {
    return all.get(all.size() - 1);
  }

  StepReport step(String name) {
    return last().steps().stream()
        .filter(step -> step.stepName().equals(name))
        .findFirst()
        .orElseThrow();
  }

  StepUsage usage(String name) {
    return step(name).usage().orElseThrow();
  }

  static void assertBalanced(Report report) {
    for (StepReport step : report.steps()) {
      assertThat(step.done() + step.skipped() + step.failed() + step.inHand())
          .isEqualTo(step.received());
    }
  }
}
