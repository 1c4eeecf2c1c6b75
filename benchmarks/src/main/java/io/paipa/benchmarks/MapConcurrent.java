package io.paipa.benchmarks;

import static io.paipa.StepOptions.options;

import io.paipa.Pipeline;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
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
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/**
 * One function over many items on several threads, its results read by the caller. One invocation
 * begins with starting threads and ends with reading the last result, and checks what arrived.
 */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@State(Scope.Benchmark)
@Fork(3)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class MapConcurrent {
  private static final int WAITING_ITEMS = 1_600;
  private static final int COMPUTED_ITEMS = 100_000;
  private static final int TOKENS = 100;
  private static final long PARK_NANOS = 1_000_000;

  /**
   * What maps. The parallel stream runs in a pool of so many threads. On JDK 24 or newer, {@code
   * gatherers} may be asked for, too: they keep the order, as {@code paipaOrdered} does.
   */
  @Param({"paipa", "paipaOrdered", "parallelStream"})
  public String engine = "paipa";

  /** On how many threads. */
  @Param("16")
  public int threads = 16;

  private final List<Integer> items =
      Arrays.asList(IntStream.range(0, COMPUTED_ITEMS).boxed().toArray(Integer[]::new));
  private final ForkJoinPool pool = new ForkJoinPool(16);

  /** Ends the threads of the parallel stream. */
  @TearDown
  public void close() {
    pool.shutdownNow();
  }

  /** A function that waits for a millisecond. */
  @Benchmark
  @OperationsPerInvocation(WAITING_ITEMS)
  public void waiting() throws Exception {
    map(items.subList(0, WAITING_ITEMS), MapConcurrent::await);
  }

  /** A function that computes for about a tenth of a microsecond. */
  @Benchmark
  @OperationsPerInvocation(COMPUTED_ITEMS)
  public void computing() throws Exception {
    map(items, MapConcurrent::compute);
  }

  private static Integer await(Integer item) {
    Parks.park(PARK_NANOS);
    return item;
  }

  private static Integer compute(Integer item) {
    Blackhole.consumeCPU(TOKENS);
    return item;
  }

  /** What is to be done with an item. */
  interface Work {
    Integer apply(Integer item);
  }

  void map(List<Integer> source, Work work) throws Exception {
    Checksum arrived;
    if (engine.equals("parallelStream")) {
      arrived =
          pool.submit(
                  () ->
                      source.parallelStream()
                          .map(work::apply)
                          .collect(Tally::new, Tally::add, Tally::merge)
                          .checksum())
              .get();
    } else {
      Tally tally = new Tally();
      try (Stream<Integer> results = results(source, work)) {
        results.forEach(tally::add);
      }
      arrived = tally.checksum();
    }
    Checksum.of(source).check(arrived);
  }

  private Stream<Integer> results(List<Integer> source, Work work) {
    return switch (engine) {
      case "paipa" -> Pipeline.mapConcurrent(source, options().workers(threads), work::apply);
      case "paipaOrdered" ->
          Pipeline.mapConcurrent(source, options().workers(threads).ordered(), work::apply);
      case "gatherers" -> Gathering.mapConcurrent(source.stream(), threads, work::apply);
      default -> throw new IllegalArgumentException("engine: there is none named " + engine);
    };
  }
}
