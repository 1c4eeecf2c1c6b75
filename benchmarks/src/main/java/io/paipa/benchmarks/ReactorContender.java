package io.paipa.benchmarks;

import reactor.core.publisher.Flux;
import reactor.core.publisher.ParallelFlux;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * Reactor: {@code publishOn} for a step of one worker, {@code parallel} and {@code runOn} for one
 * of several, on threads of the step's own, prefetching the capacity. {@code subscribeOn} gives the
 * source its thread; without it the first step would pull the items itself. Where both steps have
 * equally many workers, the items stay on their rails: nothing is merged in between.
 */
record ReactorContender(int first, int second) implements Contender {
  @Override
  public Checksum run(Iterable<Integer> items, int capacity) {
    Scheduler source = Schedulers.newSingle("source");
    Scheduler a = Schedulers.newParallel("a", first);
    Scheduler b = Schedulers.newParallel("b", second);
    try {
      Tallies tallies = new Tallies();
      Flux<Integer> sent = Flux.fromIterable(items).subscribeOn(source);
      ParallelFlux<Integer> rails =
          sent.parallel(first, capacity).runOn(a, share(capacity, first)).map(item -> item);
      Flux<Integer> merged =
          first == 1 ? sent.publishOn(a, capacity).map(item -> item) : rails.sequential(capacity);
      if (second == 1) {
        merged.publishOn(b, capacity).collect(tallies::add, Tally::add).block();
      } else {
        (first == second ? rails : merged.parallel(second, capacity))
            .runOn(b, share(capacity, second))
            .collect(tallies::add, Tally::add)
            .sequential()
            .blockLast();
      }
      return tallies.total();
    } finally {
      source.dispose();
      a.dispose();
      b.dispose();
    }
  }

  private static int share(int capacity, int workers) {
    return Math.max(1, capacity / workers);
  }
}
