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
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Processor time of a pipeline that was started, has worked off some items, and has nothing to do.
 * It is that of all its threads together, over 10 s unless another time is asked for, as a share of
 * one core in percent ({@value #CPU}).
 */
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.SECONDS)
@State(Scope.Benchmark)
@Fork(3)
@Warmup(iterations = 0)
@Measurement(iterations = 1)
public class Idle {
  /** Processor time of all threads. */
  static final String CPU = "idle.cpu";

  private static final int ITEMS_PER_WORKER = 100;

  /** Workers of the one step. */
  @Param({"1", "16", "128", "1024"})
  public int workers;

  /** For how long it is watched. */
  @Param("10")
  public double seconds;

  private final Arrivals arrivals = new Arrivals();
  private @Nullable Line line;
  private long cpuNanos;

  /** Starts the pipeline, and lets it work for a moment. */
  @Setup
  public void start() {
    int count = workers * ITEMS_PER_WORKER;
    Line started = Lines.start(Lines.PAIPA, Shape.of(List.of(workers), arrivals));
    line = started;
    started.putAll(Items.numbers(count));
    arrivals.await(count);
  }

  /**
   * Does nothing, and measures that.
   *
   * @return the processor time
   */
  @Benchmark
  public long idle() throws InterruptedException {
    LineThreads threads = LineThreads.of(Objects.requireNonNull(line), workers);
    threads.awaitParked();
    long before = threads.cpuNanos();
    TimeUnit.NANOSECONDS.sleep(windowNanos());
    cpuNanos = threads.cpuNanos() - before;
    return cpuNanos;
  }

  private long windowNanos() {
    return (long) (seconds * 1e9);
  }

  /** Keeps what was measured. */
  @TearDown(Level.Iteration)
  public void record() {
    Recorded.add(CPU, 100 * cpuNanos / (double) windowNanos(), "% of a core");
  }

  /** Ends the pipeline. */
  @TearDown
  public void stop() throws InterruptedException {
    Objects.requireNonNull(line).finish();
    Arrivals.checked(arrivals.count(), (long) workers * ITEMS_PER_WORKER);
  }
}
