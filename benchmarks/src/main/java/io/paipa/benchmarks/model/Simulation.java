package io.paipa.benchmarks.model;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.SplittableRandom;

/**
 * A step whose ring is never empty, with a core for each worker. A worker gets the shared word,
 * takes items, works on them, and comes back. The word serves one worker at a time, in the order in
 * which they ask for it.
 *
 * <p>What an item costs is drawn from an exponential distribution. Workers whose items all cost the
 * same fall into step, and never meet at the word. Real ones do.
 *
 * <p>One simulation is for one call of {@link #run}.
 */
final class Simulation {
  /** As in the engine: a worker sees to nothing but items for so long. */
  private static final double RUN_NANOS = 50_000;

  /** As in the engine: how many items a claim holds at most. */
  private static final int CLAIM_AT_MOST = 256;

  /** References of four bytes on a line of 64. */
  private static final int CELLS_PER_LINE = 16;

  private static final int NOBODY = -1;

  private final Costs costs;
  private final double itemNanos;
  private final int ahead;
  private final int filling;
  private final SplittableRandom random;
  private final PriorityQueue<Arrival> arrivals =
      new PriorityQueue<>(
          Comparator.comparingDouble(Arrival::nanos).thenComparingInt(Arrival::worker));

  private int lastOwner = NOBODY;
  private int claimed;
  private double freeAtNanos;
  private double busyNanos;

  /**
   * A step at its start.
   *
   * @param itemNanos what an item costs, in the mean
   * @param ahead how many items a worker takes at once, at most
   * @param seed of the items' costs
   */
  Simulation(Costs costs, double itemNanos, int ahead, long seed) {
    this.costs = costs;
    this.itemNanos = itemNanos;
    this.ahead = ahead;
    this.random = new SplittableRandom(seed);
    this.filling = (int) Math.max(1, Math.min(CLAIM_AT_MOST, RUN_NANOS / itemNanos));
  }

  /**
   * Has workers take items. The first tenth is not counted: there all ask at the same moment.
   *
   * @param workers each on a core of its own
   * @param items how many are taken, at least
   */
  Outcome run(int workers, int items) {
    for (int worker = 0; worker < workers; worker++) {
      arrivals.add(new Arrival(0, worker));
    }
    advance(items / 10);
    double startNanos = freeAtNanos;
    double busyBefore = busyNanos;
    long taken = advance(items);
    double passedNanos = freeAtNanos - startNanos;
    return new Outcome(workers, taken / passedNanos, (busyNanos - busyBefore) / passedNanos);
  }

  /** Until so many items more are taken; gives how many it were. */
  @CanIgnoreReturnValue
  private long advance(int items) {
    long taken = 0;
    while (taken < items) {
      taken += serve(arrivals.remove());
    }
    return taken;
  }

  private int serve(Arrival arrival) {
    boolean owned = lastOwner == arrival.worker;
    boolean waits = freeAtNanos > arrival.nanos;
    double serviceNanos = owned ? costs.takeNanos() : costs.contendedNanos();
    if (waits && !owned) {
      serviceNanos += costs.takeNanos(); // the word had changed since it was read: once again
    }
    if (claimed == 0) {
      claimed = filling;
      serviceNanos += costs.batchNanos() + filling * costs.copyNanos();
    }
    int count = Math.min(ahead, claimed);
    claimed -= count;
    lastOwner = arrival.worker;
    freeAtNanos = Math.max(freeAtNanos, arrival.nanos) + serviceNanos;
    busyNanos += serviceNanos;
    double backNanos = freeAtNanos + (owned ? 0 : cellsNanos(count)) + workNanos(count);
    arrivals.add(new Arrival(backNanos, arrival.worker));
    return count;
  }

  /** The cells of the items come from another core, too; the word may be taken meanwhile. */
  private double cellsNanos(int count) {
    int lines = (count + CELLS_PER_LINE - 1) / CELLS_PER_LINE;
    return lines * costs.contendedNanos();
  }

  private double workNanos(int count) {
    double nanos = 0;
    for (int i = 0; i < count; i++) {
      nanos -= itemNanos * Math.log(1 - random.nextDouble());
    }
    return nanos;
  }

  /** When a worker asks for the word. */
  private record Arrival(double nanos, int worker) {}
}
