package io.paipa.benchmarks;

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
import org.openjdk.jmh.annotations.Warmup;

/**
 * What an item costs that comes from a publisher of {@link java.util.concurrent.Flow}, and goes to
 * a subscriber of it, beside the same pipeline that pulls an iterator, and whose results are pulled
 * by one. The step does nothing. By {@code cpu.time.norm} the processor time for an item.
 */
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@State(Scope.Benchmark)
@Fork(3)
@Warmup(iterations = 6)
@Measurement(iterations = 6)
public class FlowCost {
  private static final int ITEMS = 2_000_000;

  /** What stands at the two ends: see {@link FlowContender.Ends}. */
  @Param({"iterators", "subscriber", "publisher", "publisherOneByOne", "processor"})
  public String ends = "iterators";

  int count = ITEMS;

  private List<Integer> items = List.of();
  private @Nullable Checksum expected;
  private @Nullable Contender contender;

  /** For JMH. */
  public FlowCost() {}

  /** Makes the items. */
  @Setup
  public void make() {
    items = Items.numbers(count);
    expected = Checksum.of(items);
    contender =
        new FlowContender(
            switch (ends) {
              case "iterators" -> FlowContender.Ends.ITERATORS;
              case "subscriber" -> FlowContender.Ends.SUBSCRIBER;
              case "publisher" -> FlowContender.Ends.PUBLISHER;
              case "publisherOneByOne" -> FlowContender.Ends.PUBLISHER_ONE_BY_ONE;
              case "processor" -> FlowContender.Ends.PROCESSOR;
              default -> throw new IllegalArgumentException("ends: there are none named " + ends);
            });
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
}
