package io.paipa.benchmarks.results;

import io.paipa.benchmarks.model.Costs;
import io.paipa.benchmarks.model.Measures;
import io.paipa.benchmarks.model.Timings;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What it costs to come to an item: as given, or as measured where it is not. */
final class CostOptions {
  @Option(
      names = "--take-nanos",
      paramLabel = "NANOS",
      description = "A take of the shared word by the worker that wrote it last.")
  private @Nullable Double takeNanos;

  @Option(
      names = "--contended-nanos",
      paramLabel = "NANOS",
      description = "A take of the shared word by another worker.")
  private @Nullable Double contendedNanos;

  @Option(
      names = "--batch-nanos",
      paramLabel = "NANOS",
      description = "Refilling the claim from the ring, apart from the items.")
  private @Nullable Double batchNanos;

  @Option(
      names = "--copy-nanos",
      paramLabel = "NANOS",
      description = "What each item adds to that.")
  private @Nullable Double copyNanos;

  @Option(
      names = "--wake-nanos",
      paramLabel = "NANOS",
      description = "Waking a parked worker. All these costs are measured unless they are given.")
  private @Nullable Double wakeNanos;

  private final List<List<String>> rows = new ArrayList<>();

  /** Refuses what can't be. */
  void check() {
    requireNotNegative("--take-nanos", takeNanos);
    requireNotNegative("--contended-nanos", contendedNanos);
    requireNotNegative("--batch-nanos", batchNanos);
    requireNotNegative("--copy-nanos", copyNanos);
    requireNotNegative("--wake-nanos", wakeNanos);
    boolean given = contendedNanos != null && batchNanos != null && copyNanos != null;
    if (!given && Machine.cores() < 2) {
      throw new IllegalArgumentException(
          "two threads can't contend on one core; give --contended-nanos, --batch-nanos and"
              + " --copy-nanos");
    }
  }

  private static void requireNotNegative(String option, @Nullable Double nanos) {
    if (nanos != null && !(nanos >= 0 && nanos < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(option + " " + nanos + ": 0 or more is needed");
    }
  }

  /** All costs; also writes those that it has measured. */
  Costs measured(Markdown text) throws InterruptedException {
    double take = takeNanos == null ? row("take, alone", Measures.take()) : takeNanos;
    double contended =
        contendedNanos == null
            ? row("take, two by turns", Measures.contendedTake())
            : contendedNanos;
    double batch = batchNanos == null ? 0 : batchNanos;
    double copy = copyNanos == null ? 0 : copyNanos;
    if (batchNanos == null || copyNanos == null) {
      int items = Measures.LARGE_BATCH;
      double one = row("take and refill of 1 item", Measures.refill(1));
      double many = row("take and refill of " + items + " items", Measures.refill(items));
      batch = batchNanos == null ? Math.max(0, one - contended) : batch;
      copy = copyNanos == null ? Math.max(0, (many - one) / (items - 1)) : copy;
    }
    double wake = wakeNanos == null ? row("wake-up", Measures.wakeUp()) : wakeNanos;
    if (!rows.isEmpty()) {
      text.table(List.of("measured", "quickest tenth of the rounds", "median"), rows);
    }
    return new Costs(take, contended, batch, copy, wake);
  }

  /** The machine may have changed meanwhile: where it shares cores with others, it does. */
  void measureAgain(Markdown text) throws InterruptedException {
    String nanos = Numbers.nanos(Measures.contendedTake().quick());
    text.paragraph("A take, two by turns, measured again after that: " + nanos + ".");
  }

  private double row(String what, Timings nanos) {
    rows.add(List.of(what, Numbers.nanos(nanos.quick()), Numbers.nanos(nanos.median())));
    return nanos.quick();
  }
}
