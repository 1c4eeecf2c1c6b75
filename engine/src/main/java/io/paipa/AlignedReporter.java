package io.paipa;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/**
 * Makes a table of each report. Without state; the lines of one report are not mixed with others.
 *
 * <p>The rate is of the items that a step has finished, whatever became of them. An item that
 * failed has cost it as much as any other. One that waits for it has not yet cost it anything.
 */
final class AlignedReporter implements Reporter {
  private static final String UNKNOWN = "-";

  private final Consumer<? super String> lines;

  AlignedReporter(Consumer<? super String> lines) {
    this.lines = Objects.requireNonNull(lines, "lines: null takes no lines");
  }

  @Override
  public synchronized void report(Report report) {
    lines.accept(
        String.format(
            Locale.ROOT,
            "%s: %s after %.1f s, %,d items accepted",
            report.pipelineName(),
            report.state(),
            seconds(report.elapsed()),
            report.accepted()));
    List<List<String>> columns = columns(report);
    for (int row = 0; row <= report.steps().size(); row++) {
      StringBuilder line = new StringBuilder();
      for (List<String> column : columns) {
        String cell = column.get(row);
        int width = column.stream().mapToInt(String::length).max().orElse(0);
        String padding = " ".repeat(width - cell.length());
        boolean isName = line.isEmpty();
        line.append("  ").append(isName ? cell + padding : padding + cell);
      }
      lines.accept(line.toString());
    }
    if (hasEnded(report)) {
      report.bottleneck().ifPresent(found -> lines.accept("  bottleneck: " + found.words()));
    }
    report.failure().ifPresent(failure -> lines.accept("  " + failure.getMessage()));
  }

  private static List<List<String>> columns(Report report) {
    double seconds = seconds(report.elapsed());
    List<StepReport> steps = report.steps();
    List<List<String>> columns = new ArrayList<>();
    columns.add(column("step", steps, StepReport::stepName));
    columns.add(column("received", steps, step -> count(step.received())));
    columns.add(column("done", steps, step -> count(step.done())));
    columns.add(column("emitted", steps, step -> count(step.emitted())));
    addCount(columns, "skipped", steps, StepReport::skipped);
    addCount(columns, "retried", steps, StepReport::retried);
    addCount(columns, "put back", steps, StepReport::reenqueued);
    addCount(columns, "dead letters", steps, StepReport::deadLettered);
    addCount(columns, "failed", steps, StepReport::failed);
    addCount(columns, "abandoned", steps, StepReport::abandoned);
    addCount(columns, "queued", steps, StepReport::queued);
    addCount(columns, "in hand", steps, StepReport::inHand);
    addCount(columns, "behind keys", steps, StepReport::waitingForKeys);
    if (steps.stream().allMatch(step -> step.usage().isEmpty())) {
      columns.add(column("items/s", steps, step -> rate(finished(step), seconds)));
      addTimes(columns, steps);
      return columns;
    }
    columns.add(used("elements", steps, usage -> count(usage.elements())));
    columns.add(used("elements/s", steps, usage -> rate(usage.elements(), seconds)));
    columns.add(used("own time", steps, usage -> millis(Optional.of(usage.ownTime()))));
    columns.add(used("user", steps, usage -> millis(usage.userTime())));
    columns.add(used("system", steps, usage -> millis(usage.systemTime())));
    columns.add(used("allocated", steps, usage -> kilobytes(usage.allocatedBytes())));
    for (String counter : counters(steps)) {
      columns.add(used(counter, steps, usage -> count(usage.counters().getOrDefault(counter, 0L))));
    }
    return columns;
  }

  /** What the workers have spent their time on, if they have lived. */
  private static void addTimes(List<List<String>> columns, List<StepReport> steps) {
    if (steps.stream().allMatch(step -> step.workerTime().lifetime().isZero())) {
      return;
    }
    columns.add(column("busy", steps, step -> share(step, WorkerTime::busy)));
    columns.add(column("blocked", steps, step -> share(step, WorkerTime::blocked)));
    columns.add(column("waiting", steps, step -> share(step, WorkerTime::waiting)));
  }

  private static String share(StepReport step, Function<WorkerTime, Duration> part) {
    WorkerTime time = step.workerTime();
    return time.lifetime().isZero()
        ? UNKNOWN
        : String.format(Locale.ROOT, "%.0f %%", 100 * time.share(part.apply(time)));
  }

  /** Whether it is the last report. */
  static boolean hasEnded(Report report) {
    return switch (report.state()) {
      case NEW, RUNNING, PAUSED, FINISHING -> false;
      case COMPLETED, DRAINED, ABORTED, FAILED -> true;
    };
  }

  /** How many items a step is through with, whatever became of them. */
  static long finished(StepReport step) {
    return step.done() + step.skipped() + step.deadLettered() + step.failed();
  }

  private static List<String> column(
      String heading, List<StepReport> steps, Function<StepReport, String> cell) {
    List<String> column = new ArrayList<>(List.of(heading));
    steps.forEach(step -> column.add(cell.apply(step)));
    return column;
  }

  private static void addCount(
      List<List<String>> columns,
      String heading,
      List<StepReport> steps,
      ToLongFunction<StepReport> count) {
    if (steps.stream().anyMatch(step -> count.applyAsLong(step) != 0)) {
      columns.add(column(heading, steps, step -> count(count.applyAsLong(step))));
    }
  }

  private static List<String> used(
      String heading, List<StepReport> steps, Function<StepUsage, String> cell) {
    return column(heading, steps, step -> step.usage().map(cell).orElse(UNKNOWN));
  }

  private static Set<String> counters(List<StepReport> steps) {
    Set<String> names = new LinkedHashSet<>();
    steps.forEach(step -> step.usage().ifPresent(usage -> names.addAll(usage.counters().keySet())));
    return names;
  }

  private static double seconds(Duration duration) {
    return duration.toNanos() / 1e9;
  }

  private static String count(long count) {
    return String.format(Locale.ROOT, "%,d", count);
  }

  private static String rate(long count, double seconds) {
    return seconds > 0 ? String.format(Locale.ROOT, "%,.0f", count / seconds) : UNKNOWN;
  }

  private static String millis(Optional<Duration> time) {
    return time.map(some -> String.format(Locale.ROOT, "%,.1f ms", some.toNanos() / 1e6))
        .orElse(UNKNOWN);
  }

  private static String kilobytes(OptionalLong bytes) {
    return bytes.isPresent()
        ? String.format(Locale.ROOT, "%,.1f kB", bytes.getAsLong() / 1e3)
        : UNKNOWN;
  }
}
