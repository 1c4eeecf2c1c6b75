package io.paipa.benchmarks;

import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
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
 * Events a second through a pool of workers on a raw ring. One is the pool of the Disruptor 3 on
 * its ring, the other the one of {@code io.paipa.ring} on a ring of the Disruptor 4. The handlers
 * are the same objects, and cost next to nothing. One invocation publishes all events, by threads
 * that live on, and ends when the last was handled.
 */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@State(Scope.Benchmark)
@Fork(5)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class WorkerPools {
  static final String YIELDING = "yielding";
  static final String BLOCKING = "blocking";

  private static final int SLOTS = 1_024;
  private static final int EVENTS = 600_000;

  /** The pool. */
  @Param({"disruptor3", "paipa"})
  public String engine = "paipa";

  /** Producers and workers; whether these release their slots before they return. */
  @Param({"1to3", "1to3released", "2to2"})
  public String shape = "1to3";

  /** How idle workers wait; for {@code one}, which wakes one of them, the Disruptor 3 blocks. */
  @Param({YIELDING, BLOCKING, "one"})
  public String waiting = YIELDING;

  int events = EVENTS;

  private final Crew feeders = new Crew(1); // of the second producer; the first is the caller
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private int producers;
  private PoolWorker[] workers = {};
  private @Nullable RingPool ringPool;

  /** For JMH. */
  public WorkerPools() {}

  /** Starts the workers. */
  @Setup
  public void start() {
    producers = shape.charAt(0) - '0';
    workers =
        Stream.generate(() -> new PoolWorker(shape.endsWith("released")))
            .limit(shape.charAt(3) - '0')
            .toArray(PoolWorker[]::new);
    ringPool =
        engine.equals("paipa")
            ? new PaipaPool(SLOTS, producers, waiting, workers)
            : new Disruptor3Pool(SLOTS, producers, waiting, workers);
    ringPool.start(threads);
  }

  /**
   * Sends all events through.
   *
   * @return how many the workers have handled
   */
  @Benchmark
  @OperationsPerInvocation(EVENTS)
  public long through() throws Exception {
    RingPool to = Objects.requireNonNull(ringPool);
    long handledBefore = handled();
    long sumBefore = sum();
    int share = events / producers;
    for (int i = 1; i < producers; i++) {
      int first = i * share;
      feeders.start(() -> publish(to, first, share));
    }
    publish(to, 0, share);
    feeders.join();
    while (handled() - handledBefore < events) {
      Thread.yield();
    }
    Checksum arrived = new Checksum(handled() - handledBefore, sum() - sumBefore);
    new Checksum(events, (long) events * (events - 1) / 2).check(arrived);
    return arrived.count();
  }

  private static void publish(RingPool to, int first, int count) {
    for (int i = first; i < first + count; i++) {
      to.publish(i);
    }
  }

  private long handled() {
    return Arrays.stream(workers).mapToLong(PoolWorker::handled).sum();
  }

  private long sum() {
    return Arrays.stream(workers).mapToLong(PoolWorker::sum).sum();
  }

  /** Ends all threads. */
  @TearDown
  public void stop() throws InterruptedException {
    Objects.requireNonNull(ringPool).halt();
    feeders.close();
    threads.shutdown();
    if (!threads.awaitTermination(20, TimeUnit.SECONDS)) {
      throw new IllegalStateException("the workers have not ended");
    }
  }
}
