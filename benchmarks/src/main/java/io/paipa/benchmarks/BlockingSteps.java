package io.paipa.benchmarks;

import java.util.List;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
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
 * Items a second through one step whose workers wait for something outside, a millisecond an item.
 * {@code ideal} is the most that so many threads can do: each parks as often, in a loop, and no
 * engine hands it anything. Every invocation starts its threads and ends them.
 *
 * <p>Its processor time per item, {@value CpuTime#LABEL}, is what an engine costs where items cost
 * none.
 */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@State(Scope.Benchmark)
@Fork(3)
@Warmup(iterations = 2, time = 3)
@Measurement(iterations = 3, time = 3)
public class BlockingSteps {
  private static final long PARK_NANOS = 1_000_000;
  private static final int PLATFORM_WORKERS = 128;
  private static final int PLATFORM_ROUNDS = 600;
  private static final int VIRTUAL_WORKERS = 10_000;
  private static final int VIRTUAL_ROUNDS = 100;

  /** What hands out the items. */
  @Param({"paipa", "arrayBlockingQueue", "ideal"})
  public String engine = "paipa";

  /**
   * 128 platform threads.
   *
   * @return how many items arrived
   */
  @Benchmark
  @OperationsPerInvocation(PLATFORM_WORKERS * PLATFORM_ROUNDS)
  public long platform() throws Exception {
    return run(PLATFORM_WORKERS, PLATFORM_ROUNDS, false);
  }

  /**
   * 10,000 virtual threads; needs JDK 21.
   *
   * @return how many items arrived
   */
  @Benchmark
  @OperationsPerInvocation(VIRTUAL_WORKERS * VIRTUAL_ROUNDS)
  public long virtual() throws Exception {
    return run(VIRTUAL_WORKERS, VIRTUAL_ROUNDS, true);
  }

  long run(int workers, int rounds, boolean virtual) throws Exception {
    Arrivals arrivals = new Arrivals();
    if (engine.equals("ideal")) {
      ideal(workers, rounds, virtual ? VirtualThreads.factory() : Thread::new, arrivals);
    } else {
      Shape shape =
          new Shape(List.of(workers), Shape.CAPACITY, virtual, () -> item -> work(item, arrivals));
      Line line = Lines.start(engine, shape);
      line.putAll(Items.numbers(workers * rounds));
      line.finish();
    }
    return Arrivals.checked(arrivals.count(), (long) workers * rounds);
  }

  private static void work(Integer item, Arrivals arrivals) {
    Parks.park(PARK_NANOS);
    arrivals.accept(item);
  }

  private static void ideal(int workers, int rounds, ThreadFactory factory, Arrivals arrivals)
      throws Exception {
    try (Crew threads = new Crew(workers, factory)) {
      for (int i = 0; i < workers; i++) {
        threads.start(
            () -> {
              for (int item = 0; item < rounds; item++) {
                work(item, arrivals);
              }
            });
      }
      threads.join();
    }
  }
}
