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
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Items a second through one step that keeps the items of each key in order, with 10,000 keys that
 * come equally often. {@code plain} is the same step without keys; {@code executors} is what people
 * write: an executor of one thread for each worker, chosen by the hash of the key.
 */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@State(Scope.Benchmark)
@Fork(3)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class Keyed {
  private static final int ITEMS = 500_000;
  private static final int KEYS = 10_000;

  /** What keeps the order. */
  @Param({"paipa", "plain", "executors", "pekko"})
  public String engine = "paipa";

  /** How many items are worked on side by side. */
  @Param({"4", "16"})
  public int workers = 4;

  /** What an item costs, in JMH's tokens: nothing, or about a microsecond. */
  @Param({"0", "500"})
  public int tokens = 0;

  private final List<Integer> items = Items.numbers(ITEMS);
  private final Integer[] keys = KeyedItems.uniform(ITEMS, KEYS);
  private final Checksum expected = Checksum.of(items);
  private @Nullable Contender contender;

  /** For JMH. */
  public Keyed() {}

  /** Makes the engine. */
  @Setup
  public void prepare() {
    contender =
        switch (engine) {
          case "paipa" -> new KeyedPipeline(workers, tokens, item -> keys[item]);
          case "plain" -> new KeyedPipeline(workers, tokens, null);
          case "executors" -> new KeyedExecutors(workers, tokens, item -> keys[item]);
          case "pekko" -> new KeyedPekko(workers, tokens, item -> keys[item]);
          default -> throw new IllegalArgumentException("engine: there is none named " + engine);
        };
  }

  /** Sends all items through. */
  @Benchmark
  @OperationsPerInvocation(ITEMS)
  public void through() throws Exception {
    expected.check(Objects.requireNonNull(contender).run(items, Shape.CAPACITY));
  }

  /** Ends what outlives a run. */
  @TearDown
  public void end() {
    Objects.requireNonNull(contender).close();
  }
}
