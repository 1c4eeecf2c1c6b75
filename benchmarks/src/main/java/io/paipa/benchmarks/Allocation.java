package io.paipa.benchmarks;

import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
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
 * Bytes allocated per item by all threads of a pipeline that runs ({@value #PER_ITEM}): exact, and
 * without what its building and its start allocate, which {@code -prof gc} spreads over the items.
 * A million items through two steps, then a count.
 */
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@State(Scope.Benchmark)
@Fork(1)
@Warmup(iterations = 5)
@Measurement(iterations = 3)
public class Allocation {
  /** Bytes per item. */
  static final String PER_ITEM = "alloc.item";

  /** Workers of the two steps. */
  @Param({"1x1", "4x4", "16x1"})
  public String topology = "1x1";

  /** A user's own iterator, or a collection of the JDK. */
  @Param({"iterator", "collection"})
  public String source = "iterator";

  private static final int ITEMS = 1_000_000;

  int count = ITEMS;

  private final Arrivals arrivals = new Arrivals();
  private Iterable<Integer> items = List.of();
  private @Nullable Line line;
  private @Nullable LineThreads threads;
  private long sent;
  private long allocated;

  /** Starts the pipeline. */
  @Setup
  public void start() {
    items = Items.from(source, Items.numbers(count));
    List<Integer> workers = Items.workers(topology);
    Line started = Lines.start(Lines.PAIPA, Shape.of(workers, arrivals));
    line = started;
    threads = LineThreads.of(started, workers.stream().mapToInt(Integer::intValue).sum());
  }

  /**
   * Sends all items through.
   *
   * @return what was allocated
   */
  @Benchmark
  @OperationsPerInvocation(ITEMS)
  public long through() {
    LineThreads all = Objects.requireNonNull(threads);
    long before = all.allocatedBytes();
    Objects.requireNonNull(line).putAll(items);
    sent += count;
    arrivals.await(sent);
    allocated = all.allocatedBytes() - before;
    return allocated;
  }

  double perItem() {
    return (double) allocated / count;
  }

  /** Keeps what was measured. */
  @TearDown(Level.Iteration)
  public void record() {
    Recorded.add(PER_ITEM, perItem(), "B");
  }

  /** Ends the pipeline. */
  @TearDown
  public void stop() throws InterruptedException {
    Objects.requireNonNull(line).finish();
    Arrivals.checked(arrivals.count(), sent);
  }
}
