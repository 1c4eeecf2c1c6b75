package io.paipa.benchmarks;

import io.paipa.Pipeline;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The finishing time of {@value #ITEMS} items of a millisecond in {@value #WORKERS} workers, in the
 * order of their keys, where few keys have most of the items (Zipf's law): does a hot key hold up
 * the others?
 *
 * <p>{@value #RATIO} divides the finishing time by what no schedule can beat: all workers busy all
 * the time, or one with the hottest key all the time. The costs are those that the workers measured
 * in this very run.
 */
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@State(Scope.Benchmark)
@Fork(3)
@Warmup(iterations = 1)
@Measurement(iterations = 3)
public class KeyedSkewed {
  /** Finishing time over the ideal one. */
  static final String RATIO = "ideal.ratio";

  static final int ITEMS = 20_000;
  static final int WORKERS = 8;
  private static final int KEYS = 10_000;

  /** What keeps the order: the engine, or an executor of one thread for each worker. */
  @Param({"paipa", "executors"})
  public String engine = "paipa";

  int count = ITEMS;
  long nanos = 1_000_000;

  private List<Integer> items = List.of();
  private Integer[] keys = {};
  private long[] measured = {};
  private long elapsed;

  /** For JMH. */
  public KeyedSkewed() {}

  /** Draws the keys. */
  @Setup
  public void prepare() {
    items = Items.numbers(count);
    keys = KeyedItems.zipf(count, KEYS);
    measured = new long[count];
  }

  /**
   * Works off all items.
   *
   * @return how many there were
   */
  @Benchmark
  @OperationsPerInvocation(ITEMS)
  public long finish() throws Exception {
    Arrays.fill(measured, 0);
    long start = System.nanoTime();
    switch (engine) {
      case "paipa" -> byPipeline();
      case "executors" -> byExecutors();
      default -> throw new IllegalArgumentException("engine: there is none named " + engine);
    }
    elapsed = System.nanoTime() - start;
    return Arrivals.checked(Arrays.stream(measured).filter(cost -> cost > 0).count(), count);
  }

  private void work(Integer item) {
    measured[item] = Parks.park(nanos);
  }

  private void byPipeline() throws InterruptedException {
    try (Pipeline<Integer, Void> pipeline =
        Pipeline.<Integer>named("keyed")
            .sink("work", this::work)
            .workers(WORKERS)
            .capacity(Shape.CAPACITY)
            .keyed(item -> keys[item])
            .build()) {
      pipeline.putIterable(items);
      pipeline.run();
    }
  }

  private void byExecutors() throws InterruptedException, TimeoutException {
    Consumer<Integer> worker = this::work;
    KeyedExecutors.run(
        items, Shape.CAPACITY, item -> keys[item], Collections.nCopies(WORKERS, worker));
  }

  double ratio() {
    return (double) elapsed / ListSchedule.keyedBound(measured, keys, WORKERS);
  }

  /** Compares with the ideal. */
  @TearDown(Level.Iteration)
  public void compare() {
    Recorded.add(RATIO, ratio(), "times");
  }
}
