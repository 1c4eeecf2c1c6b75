package io.paipa.benchmarks;

import java.util.Collection;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.profile.InternalProfiler;
import org.openjdk.jmh.results.AggregationPolicy;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.ScalarResult;

/**
 * What a benchmark measured itself, such as a percentile, as further results of its iteration.
 *
 * <p>JMH's own way, counters, adds up over iterations and forks, which makes no sense of a
 * percentile or a ratio. Benchmark and profiler live in the same JVM, and JMH gives them no other
 * way to meet than a static field.
 */
public final class Recorded implements InternalProfiler {
  private static final Collection<Result<?>> RESULTS = new ConcurrentLinkedQueue<>();

  /** For JMH, which makes it by name. */
  public Recorded() {}

  /** Records a result of the iteration that runs; once an iteration for each label. */
  static void add(String label, double value, String unit) {
    RESULTS.add(new ScalarResult(label, value, unit, AggregationPolicy.AVG));
  }

  static void addNanos(String label, long nanos) {
    add(label, (double) nanos, "ns");
  }

  @Override
  public String getDescription() {
    return "What the benchmark measured itself";
  }

  @Override
  public void beforeIteration(BenchmarkParams benchmark, IterationParams iteration) {
    RESULTS.clear();
  }

  @Override
  public Collection<? extends Result<?>> afterIteration(
      BenchmarkParams benchmark, IterationParams iteration, IterationResult result) {
    List<Result<?>> results = List.copyOf(RESULTS);
    RESULTS.clear();
    return results;
  }
}
