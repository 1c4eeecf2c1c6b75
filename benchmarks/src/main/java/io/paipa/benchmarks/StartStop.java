package io.paipa.benchmarks;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What a short life costs: build two steps, start them, send one item through, finish, and wait
 * until all threads are gone. Both sides have as many threads: the workers and one that feeds them.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@State(Scope.Benchmark)
@Fork(3)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class StartStop {
  /** Workers of the two steps. */
  @Param({"1x1", "4x4", "16x16"})
  public String topology = "1x1";

  /** What carries the item. */
  @Param({"paipa", "arrayBlockingQueue"})
  public String engine = "paipa";

  /**
   * Lives for one item.
   *
   * @return how many arrived
   */
  @Benchmark
  public long live() throws InterruptedException {
    Arrivals arrivals = new Arrivals();
    Line line = Lines.start(engine, Shape.of(Items.workers(topology), arrivals));
    line.putAll(List.of(1));
    line.finish();
    return Arrivals.checked(arrivals.count(), 1);
  }
}
