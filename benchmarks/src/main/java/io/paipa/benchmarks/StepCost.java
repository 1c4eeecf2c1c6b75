package io.paipa.benchmarks;

import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Items a second through one step that burns so many of JMH's tokens of processor time, with a
 * worker for each core. At which cost per item does it stop to matter what carries the items? One
 * invocation sends a collection through, fewer items the dearer they are, and checks that all
 * arrived. It lasts half a second or so: what starting and ending threads costs is measured by
 * {@link StartStop}, and shall not be in the cost of an item. Each cost is a method, since JMH
 * fixes the number of operations by method.
 */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@State(Scope.Benchmark)
@Fork(3)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class StepCost {
  private static final int FREE_ITEMS = 2_000_000;
  private static final int CHEAP_ITEMS = 1_000_000;
  private static final int PRICED_ITEMS = 1_000_000;
  private static final int DEAR_ITEMS = 100_000;

  /** What carries the items. */
  @Param({"paipa", "arrayBlockingQueue", "executor", "parallelStream"})
  public String engine = "paipa";

  private List<Integer> items = List.of();
  private Checksum expected = Checksum.of(items);

  /** A step that costs nothing. */
  @Benchmark
  @OperationsPerInvocation(FREE_ITEMS)
  public void tokens0() throws Exception {
    run(0, FREE_ITEMS);
  }

  /** A step of 100 tokens. */
  @Benchmark
  @OperationsPerInvocation(CHEAP_ITEMS)
  public void tokens100() throws Exception {
    run(100, CHEAP_ITEMS);
  }

  /** A step of 1,000 tokens. */
  @Benchmark
  @OperationsPerInvocation(PRICED_ITEMS)
  public void tokens1000() throws Exception {
    run(1_000, PRICED_ITEMS);
  }

  /** A step of 10,000 tokens. */
  @Benchmark
  @OperationsPerInvocation(DEAR_ITEMS)
  public void tokens10000() throws Exception {
    run(10_000, DEAR_ITEMS);
  }

  private void run(int tokens, int count) throws Exception {
    if (items.size() != count) {
      // In the first warm-up.
      items = Items.numbers(count);
      expected = Checksum.of(items);
    }
    expected.check(contender(engine, tokens).run(items, Shape.CAPACITY));
  }

  static Contender contender(String engine, int tokens) {
    int workers = Runtime.getRuntime().availableProcessors();
    return switch (engine) {
      case "executor" -> new ExecutorCost(workers, tokens);
      case "parallelStream" -> new StreamCost(tokens);
      default -> new LineContender(engine, List.of(workers), tally -> burning(tokens, tally));
    };
  }

  private static Consumer<Integer> burning(int tokens, Tally tally) {
    return new Burning(tokens, tally)::take;
  }
}
