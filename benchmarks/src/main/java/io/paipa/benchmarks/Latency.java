package io.paipa.benchmarks;

import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
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
 * How long items take from {@code put} to the last step, at a fixed rate. The time counts from the
 * moment at which an item should have been sent, not from when the producer came to send it: what
 * waits behind a late item is late itself (no coordinated omission).
 *
 * <p>The producer spins until an item is due, for all engines alike. If it parked, it would wake up
 * some 50 µs late, and that, counted in, would hide the differences between the engines. So it
 * keeps one core busy. A spinning worker needs another. On 2 cores, the spinning engines are at
 * their best with 1 hop. With 3 hops they share a core among three workers, which is what an
 * oversubscribed machine does to them.
 *
 * <p>A rate counts as sustained if the last item came out no later than a hundredth of the run's
 * length after it should have been sent. Otherwise the percentiles are those of a backlog that
 * grows with the length of the run: {@value #SUSTAINED} is 0 then, and they are not compared.
 */
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.SECONDS)
@State(Scope.Benchmark)
@Fork(3)
@Warmup(iterations = 2)
@Measurement(iterations = 4)
public class Latency {
  /** Whether the rate was kept up: 1 or 0. */
  static final String SUSTAINED = "sustained";

  private static final double SUSTAINED_SHARE = 1 / 1.01;
  private static final long LEAD_NANOS = 1_000_000;

  /** What carries the items. */
  @Param({
    "paipa",
    "paipaBusySpin",
    "paipaYielding",
    "paipaBackoff",
    "arrayBlockingQueue",
    "rawDisruptorBusySpin",
    "rawDisruptorBlocking"
  })
  public String engine = "paipa";

  /** Items a second. */
  @Param({"10000", "100000", "1000000"})
  public int rate;

  /** Rings or queues from the producer to the last step. */
  @Param({"1", "3"})
  public int hops;

  /** For how long. */
  @Param("2")
  public double seconds = 2;

  private List<Integer> items = List.of();
  private Receiver receiver = new Receiver(0, 1);
  private @Nullable Line line;
  private @Nullable LineThreads threads;
  private long allocated;

  /** Starts the line, which carries all iterations. */
  @Setup
  public void start() {
    items = Items.numbers((int) (rate * seconds));
    CpuTime.itemsPerOperation(items.size());
    receiver = new Receiver(items.size(), 1_000_000_000L / rate);
    Line started = Lines.start(engine, Shape.chain(hops, receiver));
    line = started;
    threads = LineThreads.of(started, hops);
  }

  /**
   * Sends items at the rate.
   *
   * @return how many arrived
   */
  @Benchmark
  public long send() throws InterruptedException {
    Line to = Objects.requireNonNull(line);
    LineThreads all = Objects.requireNonNull(threads);
    long before = all.allocatedBytes();
    receiver.begin(System.nanoTime() + LEAD_NANOS);
    for (Integer item : items) {
      long at = receiver.sendAt(item);
      while (System.nanoTime() - at < 0) {
        Thread.onSpinWait();
      }
      to.put(item);
    }
    receiver.await();
    allocated = all.allocatedBytes() - before;
    return Arrivals.checked(receiver.latencies().getTotalCount(), items.size());
  }

  /** Keeps the percentiles. */
  @TearDown(Level.Iteration)
  public void record() {
    Histogram latencies = receiver.latencies();
    Recorded.addNanos("p50", latencies.getValueAtPercentile(50));
    Recorded.addNanos("p99", latencies.getValueAtPercentile(99));
    Recorded.addNanos("p99.9", latencies.getValueAtPercentile(99.9));
    Recorded.addNanos("max", latencies.getMaxValue());
    double achieved = receiver.achievedPerSecond();
    Recorded.add("achieved", achieved, "items/s");
    Recorded.add(Allocation.PER_ITEM, (double) allocated / items.size(), "B");
    Recorded.add(SUSTAINED, achieved >= rate * SUSTAINED_SHARE ? 1 : 0, "yes");
  }

  /** Ends the line. */
  @TearDown
  public void stop() throws InterruptedException {
    Objects.requireNonNull(line).finish();
  }
}
