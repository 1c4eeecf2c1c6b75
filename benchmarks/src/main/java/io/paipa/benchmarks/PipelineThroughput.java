package io.paipa.benchmarks;

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
import org.openjdk.jmh.annotations.TearDown;
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
  private static final int ITEMS = 2_000_000;

  /** Workers of the two steps. */
  @Param({"1x1", "2x1", "4x4", "16x1", "16x16"})
  public String topology = "1x1";

  /** What carries the items. On JDK 21 or newer, {@code jox} may be asked for, too. */
  @Param({
    "paipa",
    "paipaYielding",
    "arrayBlockingQueue",
    "linkedBlockingQueue",
    "linkedTransferQueue",
    "jctools",
    "conversant",
    "rawDisruptor",
    "tunedDisruptor",
    "limit",
    "reactor",
    "rxjava",
    "pekko"
  })
  public String engine = "paipa";

  /** Slots of each ring or queue: as well 64 or 65536. */
  @Param("1024")
  public int capacity;

  /** A user's own iterator, or a collection of the JDK. */
  @Param({"iterator", "collection"})
  public String source = "iterator";

  private final List<Integer> list = Items.numbers(ITEMS);
  private Iterable<Integer> items = list;
  private final Checksum expected = Checksum.of(items);
  private Contender contender = (items, size) -> expected;

  /** Prepares the items, and the pipeline that carries them. */
  @Setup
  public void prepare() {
    items = Items.from(source, list);
    contender = contender(engine, topology);
  }

  /** Ends what outlives a run. */
  @TearDown
  public void close() {
    contender.close();
  }

  /** Sends all items through, and checks that all arrived. */
  @Benchmark
  @OperationsPerInvocation(ITEMS)
  public void through() throws Exception {
    expected.check(contender.run(items, capacity));
  }

  static Contender contender(String engine, String topology) {
    List<Integer> workers = Items.workers(topology);
    return Contenders.named(engine, workers.get(0), workers.get(1));
  }
}
