package io.paipa.benchmarks;

import io.paipa.coroutine.CloseableIterator;
import io.paipa.coroutine.Recipe;
import io.paipa.coroutine.RuntimeDebugger;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
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
 * Items a second through cheap steps in one thread: a recipe, and the same as a sequential stream.
 * Both read at once ({@code forEachRemaining}, {@code forEach}), and pulled one by one ({@code
 * hasNext}, {@code next}). One invocation sends all items through, and checks what arrived.
 */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@State(Scope.Benchmark)
@Fork(3)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class CoroutineThroughput {
  private static final int ITEMS = 10_000;

  /** How many steps. */
  @Param({"2", "8"})
  public int steps = 2;

  private final List<Integer> items =
      Arrays.asList(IntStream.range(0, ITEMS).boxed().toArray(Integer[]::new));
  private Recipe<Integer, Integer> recipe = Recipe.identity();
  private Recipe<Integer, Integer> measured = Recipe.identity();
  private Checksum expected = Checksum.of(List.of());

  /** Composes the recipe. */
  @Setup
  public void prepare() {
    recipe = CheapSteps.recipe(steps);
    measured = recipe.debuggedBy(RuntimeDebugger.named("cheap steps"));
    expected = Checksum.of(CheapSteps.stream(items.stream(), steps).toList());
  }

  /** The recipe, read at once. */
  @Benchmark
  @OperationsPerInvocation(ITEMS)
  public void recipe() {
    Tally tally = new Tally();
    recipe.on(items).forEachRemaining(tally::add);
    expected.check(tally.checksum());
  }

  /** The stream, read at once. */
  @Benchmark
  @OperationsPerInvocation(ITEMS)
  public void stream() {
    Tally tally = new Tally();
    CheapSteps.stream(items.stream(), steps).forEach(tally::add);
    expected.check(tally.checksum());
  }

  /** The recipe, pulled. */
  @Benchmark
  @OperationsPerInvocation(ITEMS)
  public void recipePulled() {
    try (CloseableIterator<Integer> results = recipe.on(items)) {
      expected.check(pulled(results));
    }
  }

  /** The recipe, with a debugger that measures its steps. */
  @Benchmark
  @OperationsPerInvocation(ITEMS)
  public void recipeDebugged() {
    Tally tally = new Tally();
    measured.on(items).forEachRemaining(tally::add);
    expected.check(tally.checksum());
  }

  /** The stream, pulled. */
  @Benchmark
  @OperationsPerInvocation(ITEMS)
  public void streamPulled() {
    expected.check(pulled(CheapSteps.stream(items.stream(), steps).iterator()));
  }

  private static Checksum pulled(Iterator<Integer> results) {
    Tally tally = new Tally();
    while (results.hasNext()) {
      tally.add(results.next());
    }
    return tally.checksum();
  }
}
