package io.paipa.benchmarks;

import io.paipa.benchmarks.ClusterContender.Kind;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
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
 * What two steps that do nothing cost on a cluster of one member: a pipeline on the cluster module,
 * two vertices of Jet's, and the one that Jet makes of two maps. Beside them, the pipeline without
 * a cluster. By {@code cpu.time.norm} the processor time for an item.
 *
 * <p>Source and sink are the same for all on the cluster. Starting and ending a job is in it, and
 * the member's other threads are: spread over {@value #ITEMS} items.
 */
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@State(Scope.Benchmark)
@Fork(3)
@Warmup(iterations = 4)
@Measurement(iterations = 4)
public class ClusterCost {
  private static final int ITEMS = 5_000_000;

  /** What carries the items. */
  @Param({"paipaCluster", "jetVertices", "jetFused", "paipaAlone"})
  public String engine = "paipaCluster";

  int count = ITEMS;

  private List<Integer> items = List.of();
  private @Nullable Checksum expected;
  private @Nullable Contender contender;

  /** For JMH. */
  public ClusterCost() {}

  /** Starts the member, if there is to be one. */
  @Setup
  public void start() {
    items = Items.numbers(count);
    expected = Checksum.of(items);
    contender = contender(engine);
  }

  private static Contender contender(String engine) {
    return switch (engine) {
      case "paipaCluster" -> new ClusterContender(Kind.PAIPA);
      case "jetVertices" -> new ClusterContender(Kind.JET_VERTICES);
      case "jetFused" -> new ClusterContender(Kind.JET_FUSED);
      case "paipaAlone" -> new LineContender("paipa", List.of(1, 1, 1));
      default -> throw new IllegalArgumentException("engine: there is none named " + engine);
    };
  }

  /**
   * Sends all items through.
   *
   * @return how many arrived
   */
  @Benchmark
  @OperationsPerInvocation(ITEMS)
  public long through() throws Exception {
    Checksum arrived = Objects.requireNonNull(contender).run(items, Shape.CAPACITY);
    Objects.requireNonNull(expected).check(arrived);
    return arrived.count();
  }

  /** Shuts the member down. */
  @TearDown
  public void stop() {
    Objects.requireNonNull(contender).close();
  }
}
