package io.paipa.stress.chaos;

import java.util.List;
import java.util.Locale;

/** How many scenarios went wrong, and how: each counts once, as the worst that was found. */
final class Score {
  private final long seed;
  private int scenarios;
  private int hung;
  private int ledger;
  private int other;

  Score(long seed) {
    this.seed = seed;
  }

  void add(List<Problem> problems) {
    scenarios++;
    if (!problems.isEmpty()) {
      switch (problems.get(0).kind()) {
        case HUNG -> hung++;
        case LEDGER -> ledger++;
        case OTHER -> other++;
      }
    }
  }

  /** Something keeps pipelines of scenarios that went well. */
  void keptPipelines() {
    other++;
  }

  boolean isPerfect() {
    return hung + ledger + other == 0;
  }

  String line() {
    return String.format(
        Locale.ROOT,
        "scenarios %d, hung %d, ledger mismatches %d, other failures %d, seed %d",
        scenarios,
        hung,
        ledger,
        other,
        seed);
  }
}
