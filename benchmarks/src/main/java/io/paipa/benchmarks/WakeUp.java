package io.paipa.benchmarks;

import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;
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
 * How long an idle line of three steps takes to wake up: from {@code put} to the last step, as
 * percentiles ({@value #P50}, {@value #P99}). Before each item, all threads of the line are seen
 * parked, and stay so for a moment. The score itself is longer: it ends when the producer, which
 * parks meanwhile and leaves both cores to the line, has been told.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@State(Scope.Benchmark)
@Fork(3)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class WakeUp {
  /** Half of the items take no longer. */
  static final String P50 = "wakeup.p50";

  /** Of a hundred items, 99 take no longer. */
  static final String P99 = "wakeup.p99";

  private static final int STEPS = 3;
  private static final long LONGEST_NANOS = 60_000_000_000L;

  /** What carries the items. */
  @Param({"paipa", "arrayBlockingQueue"})
  public String engine = "paipa";

  private final Histogram latencies = new Histogram(LONGEST_NANOS, 3);
  private @Nullable Line line;
  private @Nullable LineThreads threads;
  private @Nullable Thread producer;
  private volatile long arrivedAt;
  private volatile boolean arrived;

  /** Starts the line. */
  @Setup
  public void start() {
    Line started = Lines.start(engine, Shape.chain(STEPS, this::arrive));
    line = started;
    threads = LineThreads.of(started, STEPS);
  }

  /** Waits until the line is idle. */
  @Setup(Level.Invocation)
  public void rest() {
    producer = Thread.currentThread();
    arrived = false;
    Objects.requireNonNull(threads).awaitParked();
  }

  private void arrive(Integer item) {
    arrivedAt = System.nanoTime();
    arrived = true;
    LockSupport.unpark(producer);
  }

  /**
   * Puts one item in, and waits until it is through.
   *
   * @return how long it took
   */
  @Benchmark
  public long put() throws InterruptedException {
    long sentAt = System.nanoTime();
    Objects.requireNonNull(line).put(0);
    while (!arrived) {
      LockSupport.parkNanos(LONGEST_NANOS);
      if (System.nanoTime() - sentAt > LONGEST_NANOS) {
        throw new IllegalStateException("the item did not arrive");
      }
    }
    long took = arrivedAt - sentAt;
    latencies.recordValue(Math.min(took, LONGEST_NANOS));
    return took;
  }

  /** Keeps the percentiles. */
  @TearDown(Level.Iteration)
  public void record() {
    Recorded.addNanos(P50, latencies.getValueAtPercentile(50));
    Recorded.addNanos(P99, latencies.getValueAtPercentile(99));
    latencies.reset();
  }

  /** Ends the line. */
  @TearDown
  public void stop() throws InterruptedException {
    Objects.requireNonNull(line).finish();
  }
}
