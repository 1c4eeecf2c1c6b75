package io.paipa;

import static io.paipa.CollectedItems.awaitCollected;
import static org.assertj.core.api.Assertions.assertThat;

import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A pipeline that nobody holds any more is not kept; one whose results nobody holds is aborted. */
class ForgottenPipelinesTest {
  private static final String NAME = "memory";

  @AfterEach
  void shouldLeaveNoThread() {
    Threads.assertNoneOf(NAME);
  }

  /** A step may know its pipeline, for example to abort it. */
  private static Stream<Object> resultsOfOneThatKnowsItself(
      AtomicReference<Pipeline<Object, Object>> pipeline) {
    Consumer<Object> abort =
        item -> {
          if (item.equals("abort")) {
            pipeline.get().abort();
          }
        };
    pipeline.set(
        Pipeline.<Object>named(NAME)
            .map(
                "same",
                item -> {
                  abort.accept(item);
                  return item;
                })
            .workers(2)
            .build());
    pipeline.get().putStream(IntStream.range(0, 10_000).mapToObj(i -> i));
    return pipeline.get().results();
  }

  @Test
  void shouldNotKeepAPipelineThatKnowsItself() {
    AtomicReference<Pipeline<Object, Object>> pipeline = new AtomicReference<>();
    assertThat(resultsOfOneThatKnowsItself(pipeline)).hasSize(10_000);
    List<WeakReference<Object>> reference = List.of(new WeakReference<>(pipeline.get()));

    pipeline = new AtomicReference<>();

    awaitCollected(reference);
    assertThat(pipeline).hasNullValue();
  }

  @Test
  void shouldAbortWhenNobodyHoldsItsResultsAnyMore() {
    AtomicReference<Pipeline<Object, Object>> pipeline = new AtomicReference<>();
    assertThat(resultsOfOneThatKnowsItself(pipeline).findFirst()).isPresent();

    Threads.await(
        () -> {
          System.gc();
          return pipeline.get().state() == PipelineState.ABORTED;
        });
    Threads.await(() -> !pipeline.get().isAlive());
  }

  /** A limiter may outlive many pipelines. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void shouldNotBeKeptByItsLimiterWhereItWasNeverStarted(boolean closed) {
    RateLimiter limiter = RateLimiter.of(1, Duration.ofSeconds(1), 1);
    List<WeakReference<Object>> reference = new ArrayList<>();
    if (closed) {
      unstarted(limiter, reference).close();
    } else {
      unstarted(limiter, reference);
    }
    awaitCollected(reference);
    assertThat(limiter.burst()).isOne();
  }

  private static Pipeline<Object, Object> unstarted(
      RateLimiter limiter, List<WeakReference<Object>> reference) {
    Object known = CollectedItems.fresh(reference);
    Pipeline<Object, Object> pipeline =
        Pipeline.<Object>named(NAME)
            .map("same", item -> item == known ? item : known)
            .rate(limiter)
            .build();
    reference.add(new WeakReference<>(pipeline));
    return pipeline;
  }
}
