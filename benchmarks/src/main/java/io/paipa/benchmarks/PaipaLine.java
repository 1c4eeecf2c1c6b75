package io.paipa.benchmarks;

import io.paipa.Builder;
import io.paipa.Pipeline;
import io.paipa.StepOptions;
import io.paipa.Waiting;
import java.util.List;
import java.util.function.Consumer;

/** A line carried by the engine. */
final class PaipaLine implements Line {
  private static final String NAME = "line";

  private final Pipeline<Integer, Void> pipeline;

  PaipaLine(Shape shape, Waiting waiting) {
    Builder<Integer, Integer> builder =
        Pipeline.<Integer>named(NAME)
            .defaults(StepOptions.options().capacity(shape.capacity()).waiting(waiting));
    List<Integer> workers = shape.workers();
    int last = workers.size() - 1;
    for (int i = 0; i < last; i++) {
      builder = builder.map("step" + i, staff(workers.get(i), shape), item -> item);
    }
    Consumer<Integer> consumer = shape.last();
    pipeline = builder.sink("last", staff(workers.get(last), shape), consumer::accept).build();
    pipeline.start();
  }

  private static StepOptions<Object> staff(int workers, Shape shape) {
    if (shape.virtual()) {
      throw new UnsupportedOperationException("virtual threads");
    }
    return StepOptions.workers(workers);
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
}
