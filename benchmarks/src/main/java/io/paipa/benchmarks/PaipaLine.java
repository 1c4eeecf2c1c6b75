package io.paipa.benchmarks;

import io.paipa.Builder;
import io.paipa.Emitter;
import io.paipa.Pipeline;
import io.paipa.Step;
import io.paipa.StepOptions;
import io.paipa.Waiting;
import java.util.List;
import java.util.function.Consumer;

/** A line carried by the engine. */
final class PaipaLine implements Line {
  private static final String NAME = "line";

  private final Pipeline<Integer, Void> pipeline;

  PaipaLine(Shape shape, Waiting waiting) {
    StepOptions options = StepOptions.options().capacity(shape.capacity()).waiting(waiting);
    Builder<Integer, Integer> builder =
        Pipeline.<Integer>named(NAME)
            .defaults(shape.virtual() ? options.virtualThreads() : options);
    List<Integer> workers = shape.workers();
    int last = workers.size() - 1;
    for (int i = 0; i < last; i++) {
      builder = builder.map("step" + i, item -> item).workers(workers.get(i));
    }
    pipeline =
        builder.step("last", () -> new Last(shape.last().get())).workers(workers.get(last)).build();
    pipeline.start();
  }

  @Override
  public String threadPrefix() {
    return NAME + "-";
  }

  @Override
  public void put(Integer item) throws InterruptedException {
    pipeline.put(item);
  }

  @Override
  public void putAll(Iterable<Integer> items) {
    pipeline.putIterable(items);
  }

  @Override
  public void finish() throws InterruptedException {
    pipeline.stop();
  }

  /** One worker of the last step. */
  private record Last(Consumer<Integer> consumer) implements Step<Integer, Void> {
    @Override
    public void process(Integer item, Emitter<Void> out) {
      consumer.accept(item);
    }
  }
}
