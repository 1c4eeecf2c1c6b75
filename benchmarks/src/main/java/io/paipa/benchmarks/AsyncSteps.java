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
 * Items a second through one step that waits for an answer of 20 ms, so many at a time. With 1,000
 * in flight, 50,000 a second are possible; with 10,000, 500,000. {@code semaphore} is what people
 * write: a permit for each call, given back when it completes; {@code paipaSink} adds the answers
 * up where it does. By {@code -prof io.paipa.benchmarks.CpuTime} also the processor time for an
 * item.
 */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@State(Scope.Benchmark)
@Fork(3)
@Warmup(iterations = 2, time = 10)
@Measurement(iterations = 4, time = 4)
public class AsyncSteps {
  private static final int ITEMS = 200_000;
  private static final long LATENCY_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

  /** What calls; {@code virtual} needs JDK 21. */
  @Param({"paipa", "paipaSink", "semaphore", "reactor", "pekko"})
  public String engine = "paipa";

  /** How many calls are open at once. */
  @Param({"1000", "10000"})
  public int inFlight = 1_000;

  private final List<Integer> items = Items.numbers(ITEMS);
  private final Checksum expected = Checksum.of(items);
  private @Nullable LaterAnswers service;
  private @Nullable Contender contender;

  /** For JMH. */
  public AsyncSteps() {}

  /** Makes service and engine. */
  @Setup
  public void prepare() {
    LaterAnswers answers = new LaterAnswers(LATENCY_NANOS);
    service = answers;
    contender = AsyncContenders.of(engine, inFlight, answers);
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
    Objects.requireNonNull(service).close();
  }
}
