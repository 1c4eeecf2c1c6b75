package io.paipa.benchmarks;

import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Scheduler;
import io.reactivex.rxjava3.parallel.ParallelFlowable;
import io.reactivex.rxjava3.schedulers.Schedulers;

/**
 * RxJava: {@code observeOn} for a step of one worker, {@code parallel} and {@code runOn} for one of
 * several, on a new thread for each worker, prefetching the capacity. {@code subscribeOn} gives the
 * source its thread. Where both steps have equally many workers, the items stay on their rails:
 * nothing is merged in between.
 */
record RxJavaContender(int first, int second) implements Contender {
  @Override
  public Checksum run(Iterable<Integer> items, int capacity) {
    Scheduler threads = Schedulers.newThread();
    Tallies tallies = new Tallies();
    Flowable<Integer> sent = Flowable.<Integer>fromIterable(items).subscribeOn(threads);
    ParallelFlowable<Integer> rails =
        sent.parallel(first, capacity).runOn(threads, share(capacity, first)).map(item -> item);
    Flowable<Integer> merged =
        first == 1
            ? sent.observeOn(threads, false, capacity).map(item -> item)
            : rails.sequential(capacity);
    if (second == 1) {
      merged
          .observeOn(threads, false, capacity)
          .collect(tallies::add, Tally::add)
          .ignoreElement()
          .blockingAwait();
    } else {
      (first == second ? rails : merged.parallel(second, capacity))
          .runOn(threads, share(capacity, second))
          .collect(tallies::add, Tally::add)
          .sequential()
          .blockingSubscribe();
    }
    return tallies.total();
  }

  private static int share(int capacity, int workers) {
    return Math.max(1, capacity / workers);
  }
}
