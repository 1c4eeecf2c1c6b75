package io.paipa;

import static io.paipa.LedgerAssert.assertBalanced;
import static io.paipa.LedgerAssert.assertNothingAbandoned;
import static io.paipa.StepOptions.options;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.lmax.disruptor.RingBuffer;
import io.paipa.internal.platform.VirtualThreads;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.agrona.concurrent.IdleStrategy;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Workers that are virtual threads leave the cores to each other; the JVM waits for them. */
@EnabledForJreRange(min = JRE.JAVA_21)
class VirtualThreadsTest {
  private static final int MANY = 2 * Runtime.getRuntime().availableProcessors() + 1;

  private static final String FACTORY_MAKES_THEM =
      "the threadFactory makes virtual threads; they exclude Waiting.busySpin() and"
          + " yielding(), which would keep other virtual threads from running; use"
          + " Waiting.parking()";

  static List<Waiting> polling() {
    return List.of(Waiting.yielding(), Waiting.busySpin());
  }

  @AfterEach
  void shouldLeaveNoThread() {
    Threads.assertNoneOf("virtual");
  }

  @ParameterizedTest
  @MethodSource("polling")
  void shouldNotPoll(Waiting waiting) {
    Builder<Integer, Integer> builder =
        Pipeline.<Integer>named("virtual")
            .map("a", item -> item)
            .workers(2)
            .virtualThreads()
            .waiting(waiting);
    assertThatThrownBy(builder::build)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "pipeline 'virtual', step 'a': virtual threads: they exclude Waiting.busySpin() and"
                + " yielding(), which would keep other virtual threads from running; use"
                + " Waiting.parking()");
  }

  @ParameterizedTest
  @MethodSource("polling")
  void shouldNotPollWhereAFactoryMakesThem(Waiting waiting) {
    Builder<Integer, Integer> builder =
        Pipeline.<Integer>named("virtual")
            .threadFactory(VirtualThreads.factory())
            .map("parks", item -> item)
            .workers(2)
            .map("polls", item -> item)
            .workers(1)
            .waiting(waiting);
    assertThatThrownBy(builder::build)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("pipeline 'virtual', step 'polls': " + FACTORY_MAKES_THEM);
  }

  /** Platform threads, but for one: of three steps, that of the first worker that polls. */
  @ParameterizedTest
  @MethodSource("polling")
  void shouldNotPollWhereAFactoryMakesOneNowAndThen(Waiting waiting) throws InterruptedException {
    AtomicInteger made = new AtomicInteger();
    Pipeline<Integer, Integer> pipeline =
        Pipeline.<Integer>named("virtual")
            .threadFactory(
                work ->
                    made.incrementAndGet() == 4 // after one to look at, and two that park
                        ? VirtualThreads.factory().newThread(work)
                        : new Thread(work))
            .map("parks", item -> item)
            .workers(2)
            .map("polls", item -> item)
            .workers(2)
            .waiting(waiting)
            .build();
    pipeline.putIterator(IntStream.iterate(0, i -> i + 1).iterator());
    pipeline.start();
    assertThat(pipeline.awaitTermination(Duration.ofSeconds(20))).isTrue();
    assertThatThrownBy(pipeline::stop)
        .isInstanceOf(PipelineException.class)
        .hasMessage(
            "pipeline 'virtual': thread 'polls-0' could not be started:"
                + " java.lang.IllegalStateException: "
                + FACTORY_MAKES_THEM);
    assertBalanced(pipeline);
  }

  static List<Waiting> parking() {
    return List.of(
        Waiting.parking(), Waiting.backoff(10, 10, Duration.ofNanos(1_000), Duration.ofMillis(1)));
  }

  @ParameterizedTest
  @MethodSource("parking")
  void shouldWorkWhereAFactoryMakesThem(Waiting waiting) throws InterruptedException {
    Set<Boolean> virtual = ConcurrentHashMap.newKeySet();
    try (Pipeline<Integer, Integer> pipeline =
        Pipeline.<Integer>named("virtual")
            .threadFactory(VirtualThreads.factory())
            .defaults(options().workers(MANY).capacity(2).waiting(waiting))
            .map("a", item -> item)
            .peek("b", item -> virtual.add(VirtualThreads.isCaller()))
            .build()) {
      pipeline.putIterable(IntStream.range(0, 10_000).boxed().toList());
      pipeline.run();
      assertThat(pipeline.count()).isEqualTo(10_000);
      assertNothingAbandoned(pipeline);
    }
    assertThat(virtual).containsExactly(true);
  }

  /** Before a step that polls and whose own outputs wait for virtual threads. */
  @ParameterizedTest
  @MethodSource("polling")
  void shouldNotPollForRoomEither(Waiting waiting) throws InterruptedException {
    try (Pipeline<Integer, Integer> pipeline =
        Pipeline.<Integer>named("virtual")
            .map("first", item -> item)
            .workers(MANY)
            .virtualThreads()
            .map("polls", item -> item)
            .workers(1)
            .capacity(2)
            .waiting(waiting)
            .map("last", item -> item)
            .workers(MANY)
            .virtualThreads()
            .capacity(2)
            .build()) {
      pipeline.putIterable(IntStream.range(0, 10_000).boxed().toList());
      pipeline.run();
      assertThat(pipeline.count()).isEqualTo(10_000);
      assertNothingAbandoned(pipeline);
    }
  }

  @Test
  void shouldDoTheWorkOfAnyOthers() throws InterruptedException {
    try (Pipeline<Integer, Integer> pipeline =
        Pipeline.<Integer>named("virtual")
            .map("a", item -> item)
            .workers(1_000)
            .virtualThreads()
            .map("b", item -> item)
            .workers(3)
            .virtualThreads()
            .ordered()
            .build()) {
      pipeline.putIterable(IntStream.range(0, 10_000).boxed().toList());
      pipeline.run();
      assertThat(pipeline.count()).isEqualTo(10_000);
      assertNothingAbandoned(pipeline);
    }
  }

  /** They are daemons; the pipeline is not one. */
  @Test
  void shouldBeWaitedForByTheJvm(@TempDir Path folder) throws Exception {
    String classes =
        ClassPaths.of(
            LeftToVirtualThreads.class, Pipeline.class, RingBuffer.class, IdleStrategy.class);
    Path output = folder.resolve("output");
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                classes,
                LeftToVirtualThreads.class.getName())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    try {
      assertThat(process.waitFor(40, TimeUnit.SECONDS)).as("ended").isTrue();
    } finally {
      process.destroyForcibly();
    }
    assertThat(Files.readAllLines(output))
        .containsAll(
            IntStream.range(0, LeftToVirtualThreads.ITEMS).mapToObj(i -> "item " + i).toList());
    assertThat(process.exitValue()).isZero();
  }
}
