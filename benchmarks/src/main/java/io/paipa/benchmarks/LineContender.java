package io.paipa.benchmarks;

import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * A line that lives for one run.
 *
 * @param engine as {@link Lines} knows it
 * @param workers of each step
 * @param last what a worker of the last step does with its tally
 */
record LineContender(String engine, List<Integer> workers, Function<Tally, Consumer<Integer>> last)
    implements Contender {
  /** Whose last step counts. */
  LineContender(String engine, List<Integer> workers) {
    this(engine, workers, tally -> tally::add);
  }

  @Override
  public Checksum run(Iterable<Integer> items, int capacity) throws InterruptedException {
    Tallies tallies = new Tallies();
    Line line =
        Lines.start(engine, new Shape(workers, capacity, false, () -> last.apply(tallies.add())));
    line.putAll(items);
    line.finish();
    return tallies.total();
  }
}
