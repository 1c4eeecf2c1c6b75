package io.paipa.benchmarks.results;

import io.paipa.benchmarks.model.MeasuredStep;
import io.paipa.benchmarks.model.StepModel;
import java.util.ArrayList;
import java.util.List;

/**
 * The engine on the cores at hand, beside what the model says for them. One worker and several are
 * run by turns, in many short runs. What disturbs a run makes it slower, never quicker. So the
 * quickest runs are compared; the medians tell how disturbed the others were.
 */
final class ModelCheck {
  private static final List<Integer> BURNT_NANOS = List.of(30, 100, 300, 1_000, 3_000);
  private static final int ROUNDS = 20;
  private static final int WARM_UP_ROUNDS = 5;

  private final StepModel model;
  private final List<Integer> ahead;

  ModelCheck(StepModel model, List<Integer> ahead) {
    this.model = model;
    this.ahead = ahead;
  }

  void run(Markdown text) throws InterruptedException {
    int workers = Machine.cores();
    List<List<String>> rows = new ArrayList<>();
    for (int burntNanos : BURNT_NANOS) {
      rows.addAll(rows(MeasuredStep.burning(burntNanos), workers));
    }
    text.paragraph(
        "The engine's speed-up of "
            + workers
            + " workers over one, beside the model's for items that cost what they cost one worker."
            + " The source's thread shares these cores; the model has none. Other programs left "
            + Numbers.text(FreeCores.share() * workers)
            + " cores after that:");
    text.table(
        List.of(
            "item, one worker", "ahead", "quickest runs", "medians", "model", "quickest / model"),
        rows);
  }

  private List<List<String>> rows(MeasuredStep step, int workers) throws InterruptedException {
    rounds(step, workers, WARM_UP_ROUNDS);
    List<Spread> nanos = rounds(step, workers, ROUNDS);
    Spread one = nanos.get(0);
    List<List<String>> rows = new ArrayList<>();
    for (int i = 0; i < ahead.size(); i++) {
      Spread several = nanos.get(i + 1);
      double quickest = one.low() / several.low();
      double modelled = model.on(workers, one.low(), ahead.get(i)).speedUp(one.low());
      rows.add(
          List.of(
              Numbers.nanos(one.low()),
              ahead.get(i).toString(),
              Numbers.text(quickest),
              Numbers.text(one.median() / several.median()),
              Numbers.text(modelled),
              Numbers.text(quickest / modelled)));
    }
    return rows;
  }

  /** Nanoseconds for an item: with one worker, and with several for each number taken ahead. */
  private List<Spread> rounds(MeasuredStep step, int workers, int rounds)
      throws InterruptedException {
    List<List<Double>> nanos = new ArrayList<>();
    for (int i = 0; i <= ahead.size(); i++) {
      nanos.add(new ArrayList<>());
    }
    for (int round = 0; round < rounds; round++) {
      nanos.get(0).add(step.nanosPerItem(1, 1));
      for (int i = 0; i < ahead.size(); i++) {
        nanos.get(i + 1).add(step.nanosPerItem(workers, ahead.get(i)));
      }
    }
    return nanos.stream().map(Spread::of).toList();
  }
}
