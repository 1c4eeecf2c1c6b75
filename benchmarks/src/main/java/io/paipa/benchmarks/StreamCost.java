package io.paipa.benchmarks;

import java.util.stream.StreamSupport;
import org.openjdk.jmh.infra.Blackhole;

/**
 * A parallel stream, on the common pool: with its caller, which works too, that is a thread for
 * each core. It needs all items beforehand, and splits them among the threads instead of queueing
 * them.
 */
record StreamCost(int tokens) implements Contender {
  @Override
  public Checksum run(Iterable<Integer> items, int capacity) {
    return StreamSupport.stream(items.spliterator(), true)
        .collect(Tally::new, this::take, Tally::merge)
        .checksum();
  }

  private void take(Tally tally, Integer item) {
    Blackhole.consumeCPU(tokens);
    tally.add(item);
  }
}
