package io.paipa.benchmarks;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
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
 * The finishing time of 20,000 items, of which one in a hundred costs a thousand times the others,
 * in 8 workers: does a slow item hold up what was handed out with it?
 *
 * <p>Items cost time, not the processor: 100 µs, and 100 ms. Linux wakes a parked thread some 50 to
 * 60 µs late, so that a cheap item really costs half as much again; with 20 µs, that lateness would
 * be most of what is measured. The other end is bounded by the length of a run. The costs of all
 * items add up to 23 s, or 2.9 s in each of 8 workers, and one slow item is 3 % of that. Which
 * items are slow is drawn once, by a fixed seed, and the same for all engines.
 *
 * <p>{@value #RATIO} divides the finishing time by that of a simulated list schedule of the costs
 * that the workers measured in this very run. What an engine does to the cost itself, by keeping
 * the processor busy when a worker should wake up, is not in it. Therefore there is {@code greedy}
 * beside it: 8 threads without an engine that take the next item from a counter. It is the same
 * schedule in reality: compare the times with its time, too.
 */
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@State(Scope.Benchmark)
@Fork(3)
@Warmup(iterations = 1)
@Measurement(iterations = 3)
public class Skewed {
  /** Finishing time over that of the simulated schedule. */
  static final String RATIO = "schedule.ratio";

  private static final int WORKERS = 8;
  private static final int ONE_IN = 100;
  private static final int TIMES = 1_000;
  private static final long SEED = 20_260_101;

  /** What hands out the items. */
  @Param({"paipa", "arrayBlockingQueue", "greedy"})
  public String engine = "paipa";

  private static final int ITEMS = 20_000;

  int count = ITEMS;
  long cheapNanos = 100_000;

  private List<Integer> items = List.of();
  private long[] nominal = {};
  private long[] measured = {};
  private long elapsed;

  /** Draws the costs. */
  @Setup
  public void prepare() {
    items = Items.numbers(count);
    List<Integer> shuffled = new ArrayList<>(items);
    Collections.shuffle(shuffled, new Random(SEED));
    nominal = new long[count];
    measured = new long[count];
    Arrays.fill(nominal, cheapNanos);
    for (int i = 0; i < count / ONE_IN; i++) {
      nominal[shuffled.get(i)] = cheapNanos * TIMES;
    }
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
    if (engine.equals("greedy")) {
      greedy();
    } else {
      Line line = Lines.start(engine, Shape.of(List.of(WORKERS), this::work));
      line.putAll(items);
      line.finish();
    }
    elapsed = System.nanoTime() - start;
    return Arrivals.checked(Arrays.stream(measured).filter(cost -> cost > 0).count(), count);
  }

  private void work(Integer item) {
    measured[item] = Parks.park(nominal[item]);
  }

  private void greedy() throws Exception {
    AtomicInteger next = new AtomicInteger();
    try (Crew threads = new Crew(WORKERS)) {
      for (int i = 0; i < WORKERS; i++) {
        threads.start(
            () -> {
              for (int item = next.getAndIncrement(); item < count; item = next.getAndIncrement()) {
                work(item);
              }
            });
      }
      threads.join();
    }
  }

  double ratio() {
    return (double) elapsed / ListSchedule.makespan(measured, WORKERS);
  }

  /** Compares with the schedule. */
  @TearDown(Level.Iteration)
  public void compare() {
    double lateness = 0;
    for (int i = 0; i < count; i++) {
      lateness += measured[i] - nominal[i];
    }
    Recorded.add(RATIO, ratio(), "times");
    Recorded.add("park.lateness", lateness / count, "ns");
  }
}
