package io.paipa.benchmarks.results;

import io.paipa.benchmarks.model.Outcome;
import io.paipa.benchmarks.model.StepModel;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.IntFunction;

/** What the model says, as tables. A column for each number of items that are taken at once. */
final class ModelTables {
  private static final int PERCENT = 100;

  private final StepModel model;
  private final List<Integer> ahead;

  ModelTables(StepModel model, List<Integer> ahead) {
    this.model = model;
    this.ahead = ahead;
  }

  /** What so many cores are worth for items of such costs. */
  void speedUps(Markdown text, List<Integer> cores, List<Integer> itemNanos) {
    text.paragraph("Speed-up over one worker, and the share of time in which the claim is busy:");
    List<List<String>> rows = new ArrayList<>();
    for (int count : cores) {
      for (int nanos : itemNanos) {
        String cost = Numbers.nanos(nanos);
        rows.add(row(List.of("" + count, cost), k -> outcome(model.on(count, nanos, k), nanos)));
      }
    }
    text.table(row(List.of("cores", "item"), k -> "ahead " + k), rows);
  }

  private static String outcome(Outcome outcome, int itemNanos) {
    String busy = Math.round(outcome.busyShare() * PERCENT) + " %";
    return Numbers.text(outcome.speedUp(itemNanos)) + ", " + busy;
  }

  /** From which cost on the cores are used. */
  void enough(Markdown text, List<Integer> cores) {
    text.paragraph(
        "The least cost of an item from which on nine tenths of the cores are used; and how long it"
            + " takes until all workers of an idle step run, for each wakes the next:");
    List<List<String>> rows = new ArrayList<>();
    for (int count : cores) {
      String awake = Numbers.nanos(model.allAwakeNanos(count));
      rows.add(row(List.of("" + count, awake), k -> cost(model.enoughNanos(count, k))));
    }
    text.table(row(List.of("cores", "all awake after"), k -> "ahead " + k), rows);
  }

  private static String cost(OptionalDouble nanos) {
    return nanos.isPresent() ? Numbers.nanos(nanos.getAsDouble()) : "none";
  }

  private List<String> row(List<String> start, IntFunction<String> cell) {
    List<String> row = new ArrayList<>(start);
    for (int items : ahead) {
      row.add(cell.apply(items));
    }
    return row;
  }
}
