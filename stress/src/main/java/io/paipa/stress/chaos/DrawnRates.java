package io.paipa.stress.chaos;

import io.paipa.RateLimiter;
import io.paipa.Report;
import io.paipa.StepOptions;
import io.paipa.StepReport;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The rates of a scenario's steps, in a quarter of them. All steps that have one share a limiter,
 * and its permits. Drawn apart, so that older seeds stay what they were but for it.
 */
final class DrawnRates {
  private static final int ONE_IN_FOUR = 250;
  private static final int HALF = 500;
  private static final int MOST_BURST = 40;
  private static final int LONGEST_MICROS = 30;

  private final Scenario scenario;
  private final @Nullable RateLimiter limiter;
  private final boolean costs;

  DrawnRates(Scenario scenario) {
    this.scenario = scenario;
    long seed = scenario.seed();
    boolean rated = Mix.hits(Mix.hash(seed, 51), ONE_IN_FOUR);
    this.costs = Mix.hits(Mix.hash(seed, 52), HALF);
    long micros = 1L + Math.floorMod(Mix.hash(seed, 53), LONGEST_MICROS);
    long burst = 2L + Math.floorMod(Mix.hash(seed, 54), MOST_BURST);
    this.limiter = rated ? RateLimiter.of(1, Duration.ofNanos(1_000 * micros), burst) : null;
  }

  private boolean has(int step) {
    StepSpec spec = scenario.steps().get(step);
    return limiter != null
        && spec.isProbed()
        && !spec.pulls()
        && Mix.hits(Mix.hash(scenario.seed(), 55, step), HALF);
  }

  /** The options of a step, with its rate. */
  StepOptions limit(StepOptions options, int step) {
    if (limiter == null || !has(step)) {
      return options;
    }
    long seed = scenario.seed();
    return costs
        ? options.rate(limiter, item -> Math.floorMod(Mix.hash(seed, step, hashOf(item)), 3))
        : options.rate(limiter);
  }

  /** The items of some steps are lists. */
  private static long hashOf(Object item) {
    return item instanceof Token token ? token.id : 0;
  }

  /** No more attempts have begun than burst and rate let, in the time of the run. */
  void check(Report report, Problems problems) {
    if (limiter == null || costs) {
      return;
    }
    long begun = 0;
    for (int step = 0; step < report.steps().size(); step++) {
      StepReport of = report.steps().get(step);
      if (has(step)) {
        begun += of.done() + of.deadLettered() + of.failed() + of.retried();
      }
    }
    long most = limiter.burst() + report.elapsed().toNanos() / limiter.period().toNanos();
    boolean unkeyed =
        scenario.steps().stream().anyMatch(spec -> spec.rarity().unkeyedPerMille() > 0);
    problems.ledgerUnless(
        begun <= most || unkeyed, // what has no key is not begun, and takes no permit
        begun + " attempts were begun, and " + most + " were allowed by " + limiter);
  }

  String words() {
    StringBuilder words = new StringBuilder();
    for (int step = 0; step < scenario.steps().size(); step++) {
      words.append(has(step) ? " s" + step : "");
    }
    return words.isEmpty() ? "" : ", at " + limiter + (costs ? ", by cost" : "") + ":" + words;
  }
}
