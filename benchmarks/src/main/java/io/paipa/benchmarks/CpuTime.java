package io.paipa.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.Collection;
import java.util.List;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.profile.InternalProfiler;
import org.openjdk.jmh.results.AggregationPolicy;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.ScalarResult;

/**
 * Processor time per item, of all threads of the JVM: the compiler's and the collector's, too,
 * since nobody gets an engine without them. An item is what JMH counts as an operation, unless the
 * benchmark says how many there were in one.
 */
public final class CpuTime implements InternalProfiler {
  /** Names the result. */
  static final String LABEL = "cpu.time.norm";

  private static final OperatingSystemMXBean SYSTEM =
      ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

  private static volatile long itemsPerOperation = 1;

  private long before;

  /** For JMH, which makes it by name. */
  public CpuTime() {}

  /** Where the number depends on a parameter, JMH's annotation can't say it. */
  static void itemsPerOperation(long items) {
    itemsPerOperation = items;
  }

  @Override
  public String getDescription() {
    return "Processor time per item";
  }

  @Override
  public void beforeIteration(BenchmarkParams benchmark, IterationParams iteration) {
    before = SYSTEM.getProcessCpuTime();
  }

  @Override
  public Collection<? extends Result<?>> afterIteration(
      BenchmarkParams benchmark, IterationParams iteration, IterationResult result) {
    long used = SYSTEM.getProcessCpuTime() - before;
    double items = (double) Math.max(1, result.getMetadata().getAllOps()) * itemsPerOperation;
    return List.of(new ScalarResult(LABEL, used / items, "ns/op", AggregationPolicy.AVG));
  }
}
