package io.paipa.benchmarks;

import io.paipa.Emitter;
import io.paipa.KeyFunction;
import io.paipa.Pipeline;
import io.paipa.Step;
import io.paipa.StepBuilder;
import org.jspecify.annotations.Nullable;

/**
 * A step of the engine's.
 *
 * @param workers how many workers
 * @param tokens what an item costs
 * @param key gives the keys; null for a step without
 */
record KeyedPipeline(int workers, int tokens, @Nullable KeyFunction<Integer> key)
    implements Contender {
  @Override
  public Checksum run(Iterable<Integer> items, int capacity) throws InterruptedException {
    Tallies tallies = new Tallies();
    StepBuilder<Integer, Integer, Void> step =
        Pipeline.<Integer>named("keyed")
            .<Void>step("work", () -> new Working(new Burning(tokens, tallies.add())))
            .workers(workers)
            .capacity(capacity);
    try (Pipeline<Integer, Void> pipeline = (key == null ? step : step.keyed(key)).build()) {
      pipeline.putIterable(items);
      pipeline.run();
    }
    return tallies.total();
  }

  private record Working(Burning worker) implements Step<Integer, Void> {
    @Override
    public void process(Integer item, Emitter<Void> out) {
      worker.take(item);
    }
  }
}
