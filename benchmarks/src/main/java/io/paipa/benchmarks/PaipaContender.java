package io.paipa.benchmarks;

import io.paipa.Pipeline;
import io.paipa.StepOptions;

/** The engine. */
record PaipaContender(int first, int second) implements Contender {
  @Override
  public long run(Iterable<Integer> items, int capacity) throws InterruptedException {
    try (Pipeline<Integer, Integer> pipeline =
        Pipeline.<Integer>named("throughput")
            .defaults(StepOptions.options().capacity(capacity))
            .map("a", first, item -> item)
            .map("b", second, item -> item)
            .build()) {
      pipeline.putIterable(items);
      pipeline.run();
      return pipeline.count();
    }
  }
}
