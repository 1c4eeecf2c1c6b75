package io.paipa.benchmarks;

import io.paipa.Pipeline;
import io.paipa.Step;
import io.paipa.StepOptions;

/** The engine, with one step. */
record PaipaCost(int workers, int tokens) implements Contender {
  @Override
  public Checksum run(Iterable<Integer> items, int capacity) throws InterruptedException {
    Tallies tallies = new Tallies();
    try (Pipeline<Integer, Void> pipeline =
        Pipeline.<Integer>named("cost")
            .defaults(StepOptions.options().capacity(capacity))
            .step("burn", workers, () -> step(new Burning(tokens, tallies.add())))
            .build()) {
      pipeline.putIterable(items);
      pipeline.run();
    }
    return tallies.total();
  }

  private static Step<Integer, Void> step(Burning worker) {
    return (item, out) -> worker.take(item);
  }
}
