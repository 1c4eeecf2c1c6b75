package io.paipa.benchmarks;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** The tallies of one run: one for each worker of the last step. */
final class Tallies {
  private final Queue<Tally> tallies = new ConcurrentLinkedQueue<>();

  /** One more worker's tally. */
  Tally add() {
    Tally tally = new Tally();
    tallies.add(tally);
    return tally;
  }

  /** What arrived at all workers. To be called when their threads' work is known to be done. */
  Checksum total() {
    return tallies.stream().map(Tally::checksum).reduce(new Checksum(0, 0), Checksum::plus);
  }
}
