package io.paipa.benchmarks;

import io.paipa.Pipeline;
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
 * Items a second through two cheap steps, in a program that has run other kinds of steps before.
 * All steps of a program share the loop of the engine. Where that has met one or two kinds, the
 * compiler of the JVM puts the step into it; where it has met more, it calls the step.
 */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@State(Scope.Benchmark)
@Fork(3)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class MixedSteps {
  private static final int ITEMS = 2_000_000;
  private static final int CAPACITY = 1_024;
  private static final int RUNS = 5;

  /** What ran before: nothing, or five kinds of steps. */
  @Param({"nothing", "fiveKinds"})
  public String before = "nothing";

  private final List<Integer> items = Items.numbers(ITEMS);
  private final Checksum expected = Checksum.of(items);
  private final Contender contender = Contenders.named("paipa", 1, 1);

  /** For JMH. */
  public MixedSteps() {}

  /** Runs the other kinds, until they are compiled. */
  @Setup
  public void runOthers() throws Exception {
    for (int run = 0; run < (before.equals("nothing") ? 0 : RUNS); run++) {
      try (Pipeline<Integer, Void> pipeline = fiveKinds()) {
        pipeline.putIterable(items);
        pipeline.run();
      }
    }
  }

  private static Pipeline<Integer, Void> fiveKinds() {
    return Pipeline.<Integer>named("five-kinds")
        .map("map", item -> item + 1)
        .filter("filter", item -> item > 0)
        .<Integer>mapMulti("mapMulti", (item, out) -> out.emit(item))
        .peek("peek", item -> {})
        .sink("sink", item -> {})
        .build();
  }

  /** Sends all items through, and checks that all arrived. */
  @Benchmark
  @OperationsPerInvocation(ITEMS)
  public void through() throws Exception {
    expected.check(contender.run(items, CAPACITY));
  }
}
