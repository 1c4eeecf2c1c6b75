package io.paipa.stress.chaos;

import io.paipa.stress.Quiet;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.stream.Collectors;

/** Runs scenarios one after another; prints those that went wrong, and how to replay them. */
public final class ChaosRun {
  private static final int PROBLEMS_SHOWN = 12;
  private static final int SCENARIOS_PER_LINE = 500;
  private static final long SLOW_MILLIS = 1_000;

  private final PrintStream out;
  private final Ended ended = new Ended();
  private final long deadlineSeconds;
  private final boolean shrinks;

  /**
   * A run.
   *
   * @param out where to print
   * @param deadlineSeconds when a scenario that has not ended hangs
   * @param shrinks whether to look for simpler scenarios that go wrong
   */
  public ChaosRun(PrintStream out, long deadlineSeconds, boolean shrinks) {
    this.out = out;
    this.deadlineSeconds = deadlineSeconds;
    this.shrinks = shrinks;
    Quiet.logging();
  }

  /**
   * Runs so many scenarios, of this seed and those that follow it.
   *
   * @param scenarios how many
   * @param seed the first seed
   * @return whether nothing went wrong
   */
  public boolean run(int scenarios, long seed) {
    Score score = new Score(seed);
    long slowest = seed;
    long slowestMillis = 0;
    int slow = 0;
    for (int i = 0; i < scenarios; i++) {
      Scenario scenario = Generator.scenario(seed + i);
      long start = System.nanoTime();
      List<Problem> problems = problems(scenario);
      long millis = (System.nanoTime() - start) / 1_000_000;
      slow += millis > SLOW_MILLIS ? 1 : 0;
      if (millis > slowestMillis) {
        slowestMillis = millis;
        slowest = scenario.seed();
      }
      score.add(problems);
      if (!problems.isEmpty()) {
        print(scenario, List.of(), problems);
        if (shrinks) {
          shrink(scenario, problems.get(0).kind());
        }
      }
      if (forgetCollected(i + 1) && i + 1 < scenarios) {
        out.println(score.line());
      }
    }
    lookForKept(score);
    out.println(
        "slowest: seed " + slowest + ", " + slowestMillis + " ms; longer than a second: " + slow);
    out.println(score.line());
    return score.isPerfect();
  }

  /**
   * Runs a scenario many times.
   *
   * @param seed its seed
   * @param reductions the numbers of the reductions to be applied
   * @param times how often
   * @return whether nothing went wrong
   */
  public boolean replay(long seed, List<Integer> reductions, int times) {
    Scenario scenario = Reductions.applied(Generator.scenario(seed), reductions);
    out.println(scenario.words());
    Score score = new Score(seed);
    for (int i = 0; i < times; i++) {
      List<Problem> problems = problems(scenario);
      score.add(problems);
      if (!problems.isEmpty()) {
        out.println("run " + (i + 1) + ":\n" + words(problems));
      }
      forgetCollected(i + 1);
    }
    lookForKept(score);
    out.println(score.line());
    return score.isPerfect();
  }

  /** Now and then; whether it is now. */
  private boolean forgetCollected(int trials) {
    boolean now = trials % SCENARIOS_PER_LINE == 0;
    if (now) {
      ended.forgetCollected();
    }
    return now;
  }

  private void lookForKept(Score score) {
    List<Long> kept = ended.kept();
    if (!kept.isEmpty()) {
      score.keptPipelines();
      out.println("WENT WRONG: something keeps ended pipelines, of the seeds " + kept);
    }
  }

  /** A fault of the harness itself must not end a run of hours. */
  private List<Problem> problems(Scenario scenario) {
    try {
      Trial trial = new Trial(scenario, deadlineSeconds);
      List<Problem> problems = trial.run();
      if (problems.isEmpty()) {
        ended.add(scenario.seed(), trial.pipeline());
      }
      return problems.isEmpty() && scenario.isEmbeddedToo()
          ? new EmbeddedTrial(scenario, deadlineSeconds).run()
          : problems;
    } catch (RuntimeException | Error e) {
      StringWriter trace = new StringWriter();
      e.printStackTrace(new PrintWriter(trace));
      return List.of(new Problem(Problem.Kind.OTHER, "the trial itself failed: " + trace));
    }
  }

  private void shrink(Scenario scenario, Problem.Kind kind) {
    List<Integer> path = new Shrinker(deadlineSeconds, kind).shrink(scenario);
    if (!path.isEmpty()) {
      print(Reductions.applied(scenario, path), path, List.of());
    }
  }

  private void print(Scenario scenario, List<Integer> path, List<Problem> problems) {
    String reduce =
        path.isEmpty()
            ? ""
            : " --reduce " + path.stream().map(String::valueOf).collect(Collectors.joining(","));
    out.println(path.isEmpty() ? "WENT WRONG" : "GOES WRONG, TOO, and is simpler");
    out.println("  java -jar stress/target/stress.jar replay --seed " + scenario.seed() + reduce);
    out.print(scenario.words());
    out.println(words(problems));
  }

  private static String words(List<Problem> problems) {
    return problems.stream()
        .limit(PROBLEMS_SHOWN)
        .map(problem -> "  ! " + problem.kind() + ": " + problem.text())
        .collect(Collectors.joining("\n"));
  }
}
