package io.paipa;

import static io.paipa.LedgerAssert.assertNothingAbandoned;
import static io.paipa.StepOptions.options;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The ways to wait give the same results; those that can't work well are warned of. */
class WaitingTest {

  @RegisterExtension private final LogListener log = new LogListener();

  @AfterEach
  void shouldLeaveNoThread() {
    Threads.assertNoneOf("waiting");
  }

  static Stream<Waiting> strategies() {
    return Stream.of(
        Waiting.parking(),
        Waiting.yielding(),
        Waiting.busySpin(),
        Waiting.backoff(10, 10, Duration.ofNanos(1_000), Duration.ofMillis(1)));
  }

  @ParameterizedTest
  @MethodSource("strategies")
  void shouldLoseNoItem(Waiting waiting) throws InterruptedException {
    LongAdder sum = new LongAdder();
    try (Pipeline<Long, Void> pipeline =
        Pipeline.<Long>named("waiting")
            .defaults(options().waiting(waiting).capacity(16))
            .map("double", item -> 2 * item)
            .workers(2)
            .map("ordered", item -> item)
            .workers(2)
            .ordered()
            .sink("sum", sum::add)
            .build()) {
      pipeline.putIterator(LongStream.rangeClosed(1, 2_000).iterator());
      pipeline.start();
      pipeline.putMeta("meta");
      pipeline.stop();
      assertThat(sum.sum()).isEqualTo(2_000L * 2_001);
      assertNothingAbandoned(pipeline);
    }
  }

  @ParameterizedTest
  @MethodSource("strategies")
  void shouldEndAtOnceWhenAborted(Waiting waiting) throws InterruptedException {
    try (Pipeline<Long, Void> pipeline =
        Pipeline.<Long>named("waiting")
            .defaults(options().waiting(waiting))
            .sink("idle", item -> {})
            .workers(2)
            .build()) {
      pipeline.start();
      pipeline.abort();
      assertThat(pipeline.awaitTermination(Duration.ofSeconds(20))).isTrue();
    }
  }

  /** They would take the core from the worker that is to make room. */
  @ParameterizedTest
  @MethodSource("strategies")
  void shouldParkMostOfManyProducersOfAFullRing(Waiting waiting) throws InterruptedException {
    int cores = Runtime.getRuntime().availableProcessors();
    CountDownLatch leave = new CountDownLatch(1);
    try (Pipeline<Long, Void> pipeline =
        Pipeline.<Long>named("waiting")
            .map("many", item -> item)
            .workers(cores + 5)
            .sink("one", item -> leave.await())
            .capacity(2)
            .waiting(waiting)
            .build()) {
      pipeline.putIterator(LongStream.range(0, 1_000).iterator());
      pipeline.start();
      Threads.await(() -> parked("waiting-many-") >= 5);
      leave.countDown();
      pipeline.stop();
      assertThat(pipeline.report().steps().get(1).done()).isEqualTo(1_000);
      assertNothingAbandoned(pipeline);
    }
  }

  private static long parked(String prefix) {
    return Thread.getAllStackTraces().entrySet().stream()
        .filter(entry -> entry.getKey().getName().startsWith(prefix))
        .filter(entry -> Arrays.stream(entry.getValue()).anyMatch(WaitingTest::parksForRoom))
        .count();
  }

  private static boolean parksForRoom(StackTraceElement frame) {
    return frame.getClassName().endsWith(".Inlet") && frame.getMethodName().equals("park");
  }

  @Test
  void shouldWarnOfMoreSpinningThreadsThanCores() {
    int cores = Runtime.getRuntime().availableProcessors();
    Builder<Integer, Integer> builder =
        Pipeline.<Integer>named("waiting")
            .map("spin", item -> item)
            .workers(cores)
            .waiting(Waiting.busySpin());
    builder.build().close();
    assertThat(log.lines()).isEmpty();
    builder.map("one more", item -> item).waiting(Waiting.busySpin()).build().close();
    assertThat(log.lines())
        .containsExactly(
            "WARNING: pipeline 'waiting': "
                + (cores + 1)
                + " threads spin on "
                + cores
                + " cores; use Waiting.parking() for some steps");
  }

  private static Builder<Long, Long> polling(ThreadFactory factory) {
    return Pipeline.<Long>named("waiting")
        .threadFactory(factory)
        .map("spins", item -> item)
        .waiting(Waiting.busySpin())
        .map("yields", item -> item)
        .waiting(Waiting.yielding());
  }

  /** For virtual threads may not poll. */
  @Test
  void shouldLookAtOneThreadOfAFactoryAndStartNone() throws InterruptedException {
    List<Thread> made = new CopyOnWriteArrayList<>();
    ThreadFactory factory =
        work -> {
          Thread thread = new Thread(work);
          made.add(thread);
          return thread;
        };
    Pipeline.<Long>named("waiting")
        .threadFactory(factory)
        .map("parks", item -> item)
        .workers(4)
        .build()
        .close();
    assertThat(made).isEmpty();
    try (Pipeline<Long, Long> pipeline = polling(factory).build()) {
      assertThat(made).hasSize(1);
      pipeline.putIterator(LongStream.range(0, 100).iterator());
      pipeline.run();
      assertThat(made).hasSize(4); // two workers, and the source
      assertThat(made.get(0).getState()).isEqualTo(Thread.State.NEW);
    }
  }

  @SuppressWarnings({"NullAway", "DataFlowIssue"}) // null is what is tested
  static Stream<Arguments> broken() {
    ThreadFactory throwing =
        work -> {
          throw new IllegalStateException("no more threads");
        };
    return Stream.of(
        Arguments.of(throwing, "no more threads"),
        Arguments.of((ThreadFactory) work -> null, "the thread factory gave null, not a thread"));
  }

  @ParameterizedTest
  @MethodSource("broken")
  void shouldLeaveABrokenFactoryToTheStart(ThreadFactory factory, String why)
      throws InterruptedException {
    Pipeline<Long, Long> pipeline = polling(factory).build();
    pipeline.start();
    assertThat(pipeline.awaitTermination(Duration.ofSeconds(20))).isTrue();
    assertThatThrownBy(pipeline::stop)
        .hasMessageContaining("thread 'spins-0' could not be started")
        .cause()
        .hasMessage(why);
  }

  private static void refused(ThrowingCallable call, String message) {
    assertThatThrownBy(call).isInstanceOf(IllegalArgumentException.class).hasMessage(message);
  }

  @Test
  void shouldRefuseABackoffThatCanNotBe() {
    Duration one = Duration.ofMillis(1);
    Duration two = Duration.ofMillis(2);
    refused(
        () -> Waiting.backoff(-1, 0, one, two), "spins, yields: -1, 0; neither can be negative");
    refused(
        () -> Waiting.backoff(0, -1, one, two), "spins, yields: 0, -1; neither can be negative");
    refused(
        () -> Waiting.backoff(0, 0, Duration.ofNanos(999), two),
        "minPark: PT0.000000999S; at least one microsecond");
    refused(
        () -> Waiting.backoff(0, 0, two, one),
        "maxPark: PT0.001S is shorter than minPark, PT0.002S");
    refused(
        () -> Waiting.backoff(0, 0, Duration.ofDays(300_000), Duration.ofDays(200_000)),
        "maxPark: PT4800000H is shorter than minPark, PT7200000H");
  }

  /** More nanoseconds than there are numbers for, which is 292 years. */
  @Test
  void shouldTakeAnyTimeForTheLongestPark() throws InterruptedException {
    Waiting forAges = Waiting.backoff(1, 1, Duration.ofNanos(1_000), Duration.ofDays(200_000));
    try (Pipeline<Long, Void> pipeline =
        Pipeline.<Long>named("waiting")
            .sink("sink", item -> {})
            .workers(2)
            .waiting(forAges)
            .build()) {
      pipeline.putIterator(LongStream.range(0, 100).iterator());
      pipeline.run();
      assertThat(pipeline.count()).isEqualTo(100);
    }
  }
}
