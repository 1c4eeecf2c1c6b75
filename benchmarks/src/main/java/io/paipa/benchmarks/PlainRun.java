package io.paipa.benchmarks;

import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
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
 * A million items through two steps, then a count, in a pipeline that runs: what its threads do
 * meanwhile, without what its building and its start take.
 */
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@State(Scope.Benchmark)
@Fork(1)
@Warmup(iterations = 5)
@Measurement(iterations = 3)
public abstract class PlainRun {
  private static final int ITEMS = 1_000_000;

  /** Workers of the two steps. */
  @Param({"1x1", "4x4", "16x1"})
  public String topology = "1x1";

  /** A user's own iterator, or a collection of the JDK. */
  @Param({"iterator", "collection"})
  public String source = "iterator";

  int count = ITEMS;

  private final Arrivals arrivals = new Arrivals();
  private Iterable<Integer> items = List.of();
  private @Nullable Line line;
  private @Nullable LineThreads threads;
  private long sent;

  /** For JMH, which extends the classes that extend this. */
  PlainRun() {}

  /** Starts the pipeline. */
  @Setup
  public void start() {
    items = Items.from(source, Items.numbers(count));
    List<Integer> workers = Items.workers(topology);
    Line started = Lines.start(Lines.PAIPA, Shape.of(workers, last(arrivals)));
    line = started;
    threads = LineThreads.of(started, workers.stream().mapToInt(Integer::intValue).sum());
  }

  /**
   * What the workers of the last step do.
   *
   * @param counting counts an item
   */
  Consumer<Integer> last(Consumer<Integer> counting) {
    return counting;
  }

  /** Looks at the threads before the run. */
  @Setup(Level.Iteration)
  public abstract void before();

  /**
   * Sends all items through.
   *
   * @return how many have gone through
   */
  @Benchmark
  @OperationsPerInvocation(ITEMS)
  public long through() {
    Objects.requireNonNull(line).putAll(items);
    sent += count;
    arrivals.await(sent);
    return sent;
  }

  /** Keeps what the threads did meanwhile. */
  @TearDown(Level.Iteration)
  public abstract void record() throws Exception;

  final LineThreads threads() {
    return Objects.requireNonNull(threads);
  }

  /** Ends the pipeline. */
  @TearDown
  public void stop() throws InterruptedException {
    Objects.requireNonNull(line).finish();
    Arrivals.checked(arrivals.count(), sent);
  }
}
