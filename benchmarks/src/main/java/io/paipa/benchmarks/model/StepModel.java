package io.paipa.benchmarks.model;

import java.util.OptionalDouble;

/**
 * A step on any number of cores, by simulation. The same question has the same answer, always.
 *
 * <p>The engine lets workers step back that hinder each other. So a step is never slower than with
 * the best number of workers up to those that it has. Of these numbers, halves of halves are tried.
 *
 * @param costs what it costs to come to an item
 */
public record StepModel(Costs costs) {
  private static final int ITEMS = 100_000;
  private static final long SEED = 1;

  private static final double ENOUGH = 0.9;
  private static final double LEAST_NANOS = 1;
  private static final double MOST_NANOS = 10_000_000;

  /** From one cost to the next that is tried; and how exact the result is. */
  private static final double STEP = 1.5;

  private static final double EXACT = 1.02;

  /**
   * A step with a worker for each core.
   *
   * @param cores how many
   * @param itemNanos what an item costs, in the mean
   * @param ahead how many items a worker takes at once, at most
   * @return what the best number of workers, up to that of the cores, comes to
   */
  public Outcome on(int cores, double itemNanos, int ahead) {
    Outcome best = simulate(cores, itemNanos, ahead);
    for (int workers = cores / 2; workers > 0; workers /= 2) {
      Outcome fewer = simulate(workers, itemNanos, ahead);
      if (fewer.itemsPerNano() > best.itemsPerNano()) {
        best = fewer;
      }
    }
    return best;
  }

  /**
   * From which cost of an item on the cores are used to nine tenths.
   *
   * @param cores how many
   * @param ahead how many items a worker takes at once, at most
   * @return the least cost in nanoseconds above which none falls short, to some percent; none if
   *     ten milliseconds do
   */
  public OptionalDouble enoughNanos(int cores, int ahead) {
    double enough = MOST_NANOS;
    if (!isEnough(cores, enough, ahead)) {
      return OptionalDouble.empty();
    }
    double step = STEP; // from above: below, another cause may make it enough again
    while (step > EXACT && enough > LEAST_NANOS) {
      if (isEnough(cores, enough / step, ahead)) {
        enough /= step;
      } else {
        step = Math.sqrt(step);
      }
    }
    return OptionalDouble.of(enough);
  }

  /**
   * How long it takes until all workers of an idle step run. Each wakes the next.
   *
   * @param cores how many, with a worker for each
   * @return nanoseconds, without those of the thread that wakes the first
   */
  public double allAwakeNanos(int cores) {
    return cores * costs.wakeNanos();
  }

  private boolean isEnough(int cores, double itemNanos, int ahead) {
    return simulate(cores, itemNanos, ahead).speedUp(itemNanos) >= ENOUGH * cores;
  }

  private Outcome simulate(int workers, double itemNanos, int ahead) {
    return new Simulation(costs, itemNanos, ahead, SEED).run(workers, ITEMS);
  }
}
