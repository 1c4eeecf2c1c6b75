package io.paipa;

import static io.paipa.LedgerAssert.assertNothingAbandoned;
import static io.paipa.StepOptions.options;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Where retries wait, outputs keep their order, and attempts do not; whoever builds is told so. */
class OrderOfProcessingTest {
  private static final String NAME = "processing";
  private static final Duration LATER = Duration.ofSeconds(1);

  private final List<Integer> processed = Collections.synchronizedList(new ArrayList<>());
  private final List<Integer> given = Collections.synchronizedList(new ArrayList<>());
  @RegisterExtension private final LogListener log = new LogListener();

  @AfterEach
  void shouldLeaveNoThread() {
    Threads.assertNoneOf(NAME);
  }

  /** The first attempt at the first item fails. */
  private void run(Backoff backoff) throws InterruptedException {
    try (Pipeline<Integer, Void> pipeline =
        Pipeline.<Integer>named(NAME)
            .map(
                "flaky",
                item -> {
                  processed.add(item);
                  if (processed.size() == 1) {
                    throw new IllegalStateException("once");
                  }
                  return item;
                })
            .workers(1)
            .retrying(1, backoff)
            .sink("see", given::add)
            .workers(1)
            .build()) {
      pipeline.putIterable(List.of(1, 2, 3));
      pipeline.run();
      assertNothingAbandoned(pipeline);
    }
  }

  static Stream<Backoff> atOnce() {
    return Stream.of(
        Backoff.none(), Backoff.fixed(Duration.ZERO), Backoff.exponential(Duration.ZERO));
  }

  @ParameterizedTest
  @MethodSource("atOnce")
  void shouldBeKeptByOneWorkerThatRetriesAtOnce(Backoff backoff) throws InterruptedException {
    run(backoff);
    assertThat(processed).containsExactly(1, 1, 2, 3);
    assertThat(given).containsExactly(1, 2, 3);
    assertThat(log.lines()).isEmpty();
  }

  private static void build(StepOptions options, StepOptions defaults) {
    Pipeline.<Integer>named(NAME)
        .map("flaky", item -> item)
        .with(options)
        .map("other", item -> item)
        .workers(3)
        .defaults(defaults)
        .build()
        .close();
  }

  @Test
  void shouldBeWarnedOfWhereOneWorkerRetriesLater() {
    build(options(), options().retrying(3, Backoff.exponential(Duration.ofMillis(1))));
    assertThat(log.lines())
        .containsExactly(
            "WARNING: pipeline 'processing', step 'flaky': its outputs keep the order of the items,"
                + " but an item that waits for its retry is processed again after later ones; if"
                + " that matters, Backoff.none() keeps the order of processing, too");
  }

  @Test
  void shouldBeWarnedOfWhereAnOrderedStepRetriesLater() {
    build(options().workers(2).ordered().retrying(3, retry -> Duration.ofMillis(1)), options());
    assertThat(log.lines())
        .containsExactly(
            "WARNING: pipeline 'processing', step 'flaky': its outputs keep the order of the items,"
                + " but an item that waits for its retry is processed again after later ones; if"
                + " that matters, one worker with Backoff.none() keeps the order of processing,"
                + " too");
  }

  /** It has no outputs whose order would be kept. */
  @Test
  void shouldBeWarnedOfWhereASinkRetriesLater() {
    Pipeline.<Integer>named(NAME)
        .sink("store", item -> {})
        .retrying(3, Backoff.fixed(LATER))
        .build()
        .close();
    assertThat(log.lines())
        .containsExactly(
            "WARNING: pipeline 'processing', step 'store': an item that waits for its retry is"
                + " processed again after later ones; if that matters, Backoff.none() keeps the"
                + " order of processing, too");
  }

  @Test
  void shouldNotBeWarnedOfWhereNobodyAskedForOrderOrNothingIsRetried() {
    build(options().workers(2).retrying(3, Backoff.fixed(LATER)), options());
    build(options().workers(1).retrying(0, Backoff.fixed(LATER)), options());
    build(options().workers(2).ordered(), options());
    assertThat(log.lines()).isEmpty();
  }
}
