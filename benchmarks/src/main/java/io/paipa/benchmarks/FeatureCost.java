package io.paipa.benchmarks;

import io.paipa.Builder;
import io.paipa.Pipeline;
import io.paipa.StepOptions;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What a feature costs over the plain run: four workers of a step that does nothing, one worker in
 * the middle, one that counts. Each feature has the plain run beside it, so that their ratio is
 * taken at one time.
 */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@State(Scope.Benchmark)
@Fork(3)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public abstract class FeatureCost {
  /** The run without the feature. */
  static final String PLAIN = "plain";

  static final int ITEMS = 500_000;
  private static final int WORKERS = 4;

  private final List<Integer> items = Items.numbers(ITEMS);
  private long arrived;

  /** For JMH, which extends the classes that extend this. */
  FeatureCost() {}

  /**
   * Sends all items through.
   *
   * @return how many arrived
   */
  @Benchmark
  @OperationsPerInvocation(ITEMS)
  public long through() throws InterruptedException {
    arrived = 0;
    try (Pipeline<Integer, Void> pipeline = build(Pipeline.named(getClass().getSimpleName()))) {
      pipeline.putIterable(items);
      pipeline.run();
      ended(pipeline);
    }
    return Arrivals.checked(arrived, ITEMS);
  }

  /** With or without the feature. */
  abstract Pipeline<Integer, Void> build(Builder<Integer, Integer> builder);

  /** A look at what has ended. */
  void ended(Pipeline<Integer, Void> pipeline) {}

  /** How many workers the first step has. */
  static StepOptions workers() {
    return StepOptions.options().workers(WORKERS);
  }

  /** The plain run's first step. */
  static Builder<Integer, Integer> first(Builder<Integer, Integer> builder) {
    return builder.map("a", item -> item).with(workers());
  }

  /** The plain run's other steps. */
  Builder<Integer, Void> counted(Builder<Integer, Integer> builder) {
    return builder.map("b", item -> item).sink("count", item -> arrived++);
  }

  /** Counts what arrives; for the one thread of the last step. */
  void arrive(int count) {
    arrived += count;
  }

  static IllegalArgumentException unknown(String feature) {
    return new IllegalArgumentException("feature: there is none named " + feature);
  }
}
