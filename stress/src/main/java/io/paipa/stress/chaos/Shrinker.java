package io.paipa.stress.chaos;

import java.util.ArrayList;
import java.util.List;

/** Looks for a simpler scenario that goes wrong, too. */
final class Shrinker {
  private static final int RUNS_EACH = 15;
  private static final int SECONDS_IN_ALL = 60;

  /** Simpler scenarios end within milliseconds: a search that waits long for each gets nowhere. */
  private static final long DEADLINE_SECONDS = 5;

  private final long deadlineSeconds;
  private final Problem.Kind kind;

  /** Looks for scenarios that go wrong in the same way. */
  Shrinker(long deadlineSeconds, Problem.Kind kind) {
    this.deadlineSeconds = Math.min(deadlineSeconds, DEADLINE_SECONDS);
    this.kind = kind;
  }

  /** The numbers of the reductions that led to the simplest one. */
  List<Integer> shrink(Scenario failing) {
    long end = System.nanoTime() + SECONDS_IN_ALL * 1_000_000_000L;
    List<Integer> path = new ArrayList<>();
    Scenario current = failing;
    boolean simpler = true;
    while (simpler) {
      simpler = false;
      List<Scenario> reductions = Reductions.of(current);
      for (int i = 0; i < reductions.size() && !simpler; i++) {
        if (goesWrong(reductions.get(i), end)) {
          path.add(i);
          current = reductions.get(i);
          simpler = true;
        }
      }
    }
    return path;
  }

  private boolean goesWrong(Scenario scenario, long end) {
    for (int run = 0; run < RUNS_EACH && System.nanoTime() - end < 0; run++) {
      List<Problem> problems = new Trial(scenario, deadlineSeconds).run();
      if (problems.stream().anyMatch(problem -> problem.kind() == kind)) {
        return true;
      }
    }
    return false;
  }
}
