package io.paipa.benchmarks;

import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.PriorityQueue;

/** What a schedule of items in several workers comes to. */
final class ListSchedule {
  private ListSchedule() {}

  /**
   * When the last of so many workers is done with items of these costs, by Graham's list
   * scheduling: each item, in its order, goes to the worker that is free first.
   */
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

  /**
   * No schedule ends sooner where the items of a key are worked on one at a time: all workers are
   * busy all the time, or one works on the items of one key all the time.
   */
  static long keyedBound(long[] costs, Object[] keys, int workers) {
    Map<Object, Long> ofKeys = new HashMap<>();
    long sum = 0;
    for (int i = 0; i < costs.length; i++) {
      ofKeys.merge(keys[i], costs[i], Long::sum);
      sum += costs[i];
    }
    return Math.max((sum + workers - 1) / workers, Collections.max(ofKeys.values()));
  }
}
