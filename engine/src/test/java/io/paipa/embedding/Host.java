package io.paipa.embedding;

import io.paipa.Builder;
import io.paipa.PipelineState;
import io.paipa.StepReport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/** What a host does with a run, in tests. */
final class Host {
  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  private Host() {}

  static EmbeddedPipeline start(Builder<?, ?> builder) {
    return start(builder, TIMEOUT);
  }

  static EmbeddedPipeline start(Builder<?, ?> builder, Duration terminationTimeout) {
    return EmbeddedPipeline.start("line", builder.definition().steps(), terminationTimeout);
  }

  static List<Object> takeUntil(EmbeddedPipeline run, BooleanSupplier done) {
    List<Object> taken = new ArrayList<>();
    while (!done.getAsBoolean()) {
      take(run, taken);
      Thread.yield();
    }
    return taken;
  }

  static void take(EmbeddedPipeline run, List<Object> taken) {
    for (Object next = run.peek(); next != null; next = run.peek()) {
      taken.add(next);
      run.remove();
    }
  }

  static StepReport step(EmbeddedPipeline run, int index) {
    return run.ledger().report("line", PipelineState.RUNNING, false, null).steps().get(index);
  }
}
