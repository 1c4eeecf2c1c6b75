package io.paipa.benchmarks;

import java.util.Arrays;
import java.util.List;
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
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Items a second through two cheap steps, from a source to a count. One invocation sends all items
 * through a fresh pipeline and checks that all arrived.
 */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@State(Scope.Benchmark)
@Fork(3)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class PipelineThroughput {
  private static final int ITEMS = 500_000;

  /** Workers of the two steps. */
  @Param({"1x1", "2x1", "4x4", "16x1", "16x16"})
  public String topology = "1x1";

  /** What carries the items. */
  @Param({"paipa", "arrayBlockingQueue"})
  public String engine = "paipa";

  /** Slots of a ring or a queue. */
  @Param("1024")
  public int capacity;

  /** A user's own iterator, or a collection of the JDK. */
  @Param({"iterator", "collection"})
  public String source = "iterator";

  private Contender contender = (items, size) -> 0;
  private Iterable<Integer> items = List.of();

  /** Prepares the items, and the pipeline that carries them. */
  @Setup
  public void prepare() {
    Integer[] numbers = new Integer[ITEMS];
    Arrays.setAll(numbers, i -> i);
    List<Integer> list = Arrays.asList(numbers);
    items = source.equals("collection") ? list : () -> new UserIterator(list.iterator());
    String[] workers = topology.split("x", 2);
    int first = Integer.parseInt(workers[0]);
    int second = Integer.parseInt(workers[1]);
    contender =
        engine.equals("paipa")
            ? new PaipaContender(first, second)
            : new QueueContender(first, second);
  }

  /**
   * Sends all items through.
   *
   * @return how many arrived
   */
  @Benchmark
  @OperationsPerInvocation(ITEMS)
  public long through() throws Exception {
    long arrived = contender.run(items, capacity);
    if (arrived != ITEMS) {
      throw new IllegalStateException(arrived + " items arrived of " + ITEMS);
    }
    return arrived;
  }
}
