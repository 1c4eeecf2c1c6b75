package io.paipa;

import static io.paipa.LedgerAssert.assertNothingAbandoned;
import static io.paipa.Numbers.numbers;
import static io.paipa.StepOptions.options;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A step with n workers gets done what n threads behind a queue get done: any group of n items in a
 * row may wait for each other.
 */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class BeginOrderTest {
  private static final String NAME = "begin";

  /** A claim has 256 items at most. */
  private static final int MORE_THAN_TWO_CLAIMS = 600;

  @AfterEach
  void shouldLeaveNoThread() {
    Threads.assertNoneOf(NAME);
  }

  private static void run(Rendezvous rendezvous, StepOptions options) throws Exception {
    List<Integer> items = numbers(rendezvous.items());
    try (Pipeline<Integer, Void> pipeline =
        Pipeline.<Integer>named(NAME)
            .sink("meet", item -> rendezvous.meet(item))
            .with(options)
            .build()) {
      pipeline.putIterable(items);
      pipeline.run();
      assertThat(assertNothingAbandoned(pipeline).steps().get(0).done()).isEqualTo(items.size());
    }
  }

  static Stream<Arguments> groupsAndRings() {
    return Stream.of(2, 3, 8, 64)
        .flatMap(group -> Stream.of(2, 16, 1_024).map(slots -> arguments(group, slots)));
  }

  @ParameterizedTest
  @MethodSource("groupsAndRings")
  void shouldBeginGroupsAtEveryOffset(int group, int slots) throws Exception {
    for (int offset = 0; offset < group; offset++) {
      run(
          Rendezvous.barriers(Math.max(8 * group, MORE_THAN_TWO_CLAIMS) + offset, offset, group),
          options().workers(group).capacity(slots));
    }
  }

  @ParameterizedTest
  @MethodSource("groupsAndRings")
  void shouldClimbStaircases(int group, int slots) throws Exception {
    run(Rendezvous.staircase(600, group), options().workers(group).capacity(slots));
  }

  @Test
  void shouldDoManyPairs() throws Exception {
    run(Rendezvous.barriers(2_000, 0, 2), options().workers(8).capacity(2));
    run(Rendezvous.barriers(2_000, 1, 2), options().workers(8).capacity(16));
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
  void shouldNotDependOnHowWorkersWait(Waiting waiting) throws Exception {
    run(Rendezvous.barriers(300, 1, 3), options().workers(3).waiting(waiting));
    run(Rendezvous.staircase(300, 3), options().workers(3).waiting(waiting));
  }

  /** Their outputs may have to wait for the window, and its room is made by them alone. */
  @ParameterizedTest
  @MethodSource("groupsAndRings")
  void shouldHoldWhereOutputsAreOrdered(int group, int slots) throws Exception {
    Rendezvous rendezvous = Rendezvous.staircase(300, group);
    AtomicInteger next = new AtomicInteger();
    try (Pipeline<Integer, Void> pipeline =
        Pipeline.<Integer>named(NAME)
            .map(
                "meet",
                item -> {
                  rendezvous.meet(item);
                  return item;
                })
            .workers(group)
            .capacity(slots)
            .ordered()
            .sink("check", item -> assertThat(item).isEqualTo(next.getAndIncrement()))
            .capacity(2)
            .build()) {
      pipeline.putIterable(numbers(rendezvous.items()));
      pipeline.run();
      assertThat(next.get()).isEqualTo(rendezvous.items());
    }
  }

  /** One worker does them alone, another watches, and the rest are parked. */
  @ParameterizedTest
  @ValueSource(ints = {2, 3, 8})
  void shouldHoldAfterManyCheapItems(int workers) throws Exception {
    int cheap = 200_000;
    Rendezvous rendezvous = Rendezvous.barriers(20 * workers, 0, workers);
    try (Pipeline<Integer, Void> pipeline =
        Pipeline.<Integer>named(NAME)
            .sink(
                "meet",
                item -> {
                  if (item >= cheap) {
                    rendezvous.meet(item - cheap);
                  }
                })
            .workers(workers)
            .build()) {
      pipeline.putIterable(numbers(cheap + rendezvous.items()));
      pipeline.run();
    }
  }

  /** No item seems to take any time. */
  @Test
  void shouldNotNeedThePipelinesClock() throws Exception {
    int cheap = 50_000;
    Rendezvous rendezvous = Rendezvous.barriers(60, 0, 3);
    Builder<Integer, Void> builder =
        Pipeline.<Integer>named(NAME)
            .sink(
                "meet",
                item -> {
                  if (item >= cheap) {
                    rendezvous.meet(item - cheap);
                  }
                })
            .workers(3);
    try (Pipeline<Integer, Void> pipeline = new HandClock().build(builder)) {
      pipeline.putIterable(numbers(cheap + rendezvous.items()));
      pipeline.run();
    }
  }

  @Test
  @EnabledForJreRange(min = JRE.JAVA_21)
  void shouldHoldForMoreVirtualWorkersThanThereAreCarriers() throws Exception {
    int workers = 16 * Runtime.getRuntime().availableProcessors();
    run(Rendezvous.barriers(4 * workers, 0, workers), options().workers(workers).virtualThreads());
    run(Rendezvous.staircase(4 * workers, workers), options().workers(workers).virtualThreads());
  }

  /** It gives this promise up, and no other. */
  @ParameterizedTest
  @ValueSource(ints = {2, 3, 5, 1_000})
  void shouldDoAllItemsWhereSomeAreTakenAhead(int ahead) throws Exception {
    try (Pipeline<Integer, Void> pipeline =
        Pipeline.<Integer>named(NAME)
            .sink(
                "burn",
                item -> {
                  long end = System.nanoTime() + item % 3 * 10_000L;
                  while (System.nanoTime() < end) {
                    Thread.onSpinWait();
                  }
                })
            .workers(16)
            .capacity(16)
            .claimAhead(ahead)
            .build()) {
      pipeline.putIterable(numbers(5_000));
      pipeline.run();
      assertThat(assertNothingAbandoned(pipeline).steps().get(0).done()).isEqualTo(5_000);
    }
  }
}
