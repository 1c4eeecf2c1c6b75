package io.paipa.benchmarks;

import io.paipa.Emitter;
import io.paipa.Pipeline;
import io.paipa.Step;
import io.paipa.StepOptions;
import io.paipa.Waiting;

/** The engine, with one of its ways of waiting. */
record PaipaContender(int first, int second, Waiting waiting) implements Contender {
  /** The default way of waiting. */
  PaipaContender(int first, int second) {
    this(first, second, Waiting.parking());
  }

  @Override
  public Checksum run(Iterable<Integer> items, int capacity) throws InterruptedException {
    Tallies tallies = new Tallies();
    try (Pipeline<Integer, Integer> pipeline =
        Pipeline.<Integer>named("throughput")
            .defaults(StepOptions.options().capacity(capacity).waiting(waiting))
            .map("a", first, item -> item)
            .step("b", second, () -> new Counted(tallies.add()))
            .build()) {
      pipeline.putIterable(items);
      pipeline.run();
      return tallies.total();
    }
  }

  /** The last step: what it emits, the engine counts and drops. */
  private record Counted(Tally tally) implements Step<Integer, Integer> {
    @Override
    public void process(Integer item, Emitter<Integer> out) {
      tally.add(item);
      out.emit(item);
    }
  }
}
