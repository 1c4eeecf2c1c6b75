package io.paipa.stress.pools;

import io.paipa.stress.Threads;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs scenarios one after the other; ends at the first that hangs, for its threads go on. */
public final class PoolsRun {
  private static final int SHOWN_AT_MOST = 5;

  private final PrintStream out;
  private final int deadlineSeconds;

  /**
   * A run.
   *
   * @param out where what went wrong is printed
   * @param deadlineSeconds how long a scenario may take
   */
  public PoolsRun(PrintStream out, int deadlineSeconds) {
    this.out = out;
    this.deadlineSeconds = deadlineSeconds;
  }

  /**
   * Runs them.
   *
   * @param scenarios how many
   * @param firstSeed the seed of the first
   * @return whether nothing went wrong
   * @throws InterruptedException if interrupted
   */
  public boolean run(int scenarios, long firstSeed) throws InterruptedException {
    int wrong = 0;
    int hung = 0;
    int done = 0;
    while (done < scenarios && hung == 0) {
      PoolScenario scenario = PoolScenario.drawn(firstSeed + done++);
      List<String> problems = new ArrayList<>();
      if (!ends(scenario, problems)) {
        hung++;
        problems.add("hangs");
        printThreads();
      }
      if (!problems.isEmpty()) {
        wrong++;
        out.println(scenario);
        problems.stream().limit(SHOWN_AT_MOST).forEach(problem -> out.println("  " + problem));
        out.println("  again: pools --scenarios 1 --seed " + scenario.seed());
      }
    }
    out.println(
        "scenarios " + done + ", hung " + hung + ", wrong " + wrong + ", seed " + firstSeed);
    return wrong == 0;
  }

  private boolean ends(PoolScenario scenario, List<String> problems) throws InterruptedException {
    List<String> found = new ArrayList<>();
    Thread trial =
        new Thread(
            () -> {
              try {
                found.addAll(new PoolTrial(scenario).run());
              } catch (Throwable t) { // an Error, too: nothing found would be taken for well
                found.add(t.toString());
              }
            },
            "pool-trial");
    trial.setDaemon(true);
    trial.start();
    trial.join(TimeUnit.SECONDS.toMillis(deadlineSeconds));
    if (trial.isAlive()) {
      return false;
    }
    problems.addAll(found);
    return true;
  }

  private void printThreads() {
    StringBuilder text = new StringBuilder();
    Threads.named("pool-").forEach(thread -> Threads.describe(thread, text));
    out.print(text);
  }
}
