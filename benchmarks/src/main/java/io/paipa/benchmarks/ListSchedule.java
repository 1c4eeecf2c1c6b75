package io.paipa.benchmarks;

import java.util.PriorityQueue;

/** Graham's list scheduling: each item, in its order, goes to the worker that is free first. */
final class ListSchedule {
  private ListSchedule() {}

  /** When the last of so many workers is done with items of these costs. */
  static long makespan(long[] costs, int workers) {
    PriorityQueue<Long> freeAt = new PriorityQueue<>();
    for (int i = 0; i < workers; i++) {
      freeAt.add(0L);
    }
    long end = 0;
    for (long cost : costs) {
      long done = freeAt.remove() + cost;
      freeAt.add(done);
      end = Math.max(end, done);
    }
    return end;
  }
}
