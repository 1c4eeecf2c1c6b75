package io.paipa;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.Collections;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A source that can't be made anew, or too often, fails its pipeline, which says why. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class RestartingSourceFailureTest {
  private static final String NAME = "restarts";

  /** The log is full of restarts. */
  @RegisterExtension private final LogListener log = new LogListener();

  private final Rows rows = new Rows();

  @AfterEach
  void shouldLeaveNoThread() {
    Threads.assertNoneOf(NAME);
  }

  private static Pipeline<Long, Void> pipeline() {
    return Pipeline.<Long>named(NAME).sink("see", row -> {}).build();
  }

  private static SourceReport source(Pipeline<?, ?> pipeline) {
    return pipeline.report().sources().get(0);
  }

  private static PipelineException failureOf(Pipeline<?, ?> pipeline) {
    assertThatThrownBy(pipeline::run).isInstanceOf(PipelineException.class);
    return pipeline.failure().orElseThrow();
  }

  @Test
  void shouldFailThePipelineAfterTheLastRestart() throws InterruptedException {
    rows.failing(100, 4, Rows.Place.HAS_NEXT);
    try (Pipeline<Long, Void> pipeline = pipeline()) {
      pipeline.putSource(LazySource.restarting(3, Backoff.none(), rows::from));
      PipelineException failure = failureOf(pipeline);
      assertThat(failure)
          .hasMessageContaining("pipeline 'restarts': a source failed, after 3 restarts in a row")
          .rootCause()
          .isSameAs(rows.thrown.get(3));
      assertThat(Objects.requireNonNull(failure.getCause()).getSuppressed())
          .extracting(Throwable::getCause)
          .containsExactlyElementsOf(rows.thrown.subList(0, 3));
      assertThat(source(pipeline).restarts()).isEqualTo(3);
      assertThat(source(pipeline).ended()).isFalse();
    }
    assertThat(rows.closed).hasSize(4);
  }

  /** However many there are, the memory for them is bounded. */
  @Test
  void shouldKeepTheLastFailuresOnly() {
    rows.failing(1_000, 0, Rows.Place.OPEN);
    try (Pipeline<Long, Void> pipeline = pipeline()) {
      pipeline.putSource(LazySource.restarting(100, Backoff.none(), rows::from));
      PipelineException failure = failureOf(pipeline);
      assertThat(failure.getCause()).isSameAs(rows.thrown.get(100)).isInstanceOf(IOException.class);
      assertThat(Objects.requireNonNull(failure.getCause()).getSuppressed())
          .containsExactlyElementsOf(rows.thrown.subList(92, 100));
    }
  }

  @Test
  void shouldFailAtOnceWithoutRestarts() {
    rows.failing(1, 4, Rows.Place.NEXT);
    try (Pipeline<Long, Void> pipeline = pipeline()) {
      pipeline.putSource(LazySource.restarting(0, Backoff.none(), rows::from));
      assertThat(failureOf(pipeline)).hasMessageContaining("a source failed: ");
    }
  }

  @Test
  void shouldNotRestartAfterAnError() {
    try (Pipeline<Long, Void> pipeline = pipeline()) {
      pipeline.putSource(
          LazySource.restarting(
              5,
              Backoff.none(),
              given -> {
                rows.opened.add(given);
                throw new AssertionError("broken");
              }));
      assertThat(failureOf(pipeline)).hasRootCauseMessage("broken");
    }
    assertThat(rows.opened).containsExactly(0L);
  }

  @Test
  @SuppressWarnings("NullAway") // what is given is wrong on purpose
  void shouldNotRestartWhenItGivesNull() {
    try (Pipeline<Long, Void> pipeline = pipeline()) {
      pipeline.putSource(LazySource.restarting(5, Backoff.none(), given -> null));
      assertThat(failureOf(pipeline)).hasRootCauseMessage("the source gave null, not an iterator");
    }
    try (Pipeline<Long, Void> pipeline = pipeline()) {
      pipeline.putSource(
          LazySource.restarting(
              5, Backoff.none(), given -> Collections.<Long>singleton(null).iterator()));
      assertThat(failureOf(pipeline))
          .hasRootCauseMessage("a source gave null; an item can't be null");
      assertThat(source(pipeline).restarts()).isZero();
    }
  }

  @Test
  void shouldFailWithWhatTheBackoffThrows() {
    rows.failing(1, 4, Rows.Place.NEXT);
    try (Pipeline<Long, Void> pipeline = pipeline()) {
      pipeline.putSource(
          LazySource.restarting(
              5,
              retry -> {
                throw new IllegalStateException("no delay " + retry);
              },
              rows::from));
      assertThat(failureOf(pipeline).getCause())
          .hasMessage("no delay 1")
          .satisfies(cause -> assertThat(cause.getSuppressed()).hasSize(1));
    }
    assertThat(rows.closed).containsExactly(4L);
  }

  @Test
  @SuppressWarnings("NullAway") // what is passed is wrong on purpose
  void shouldRefuseWhatIsNoSource() {
    assertThatThrownBy(() -> LazySource.restarting(-1, Backoff.none(), rows::from))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("maxRestarts: -1 is not a number of restarts; 0 or more");
    assertThatThrownBy(() -> LazySource.restarting(1, null, rows::from))
        .hasMessage("backoff: null; Backoff.none() restarts at once");
    assertThatThrownBy(() -> LazySource.restarting(1, Backoff.none(), null))
        .hasMessage("from: null makes no source");
    try (Pipeline<Long, Void> pipeline = pipeline()) {
      assertThatThrownBy(() -> pipeline.putSource(null))
          .hasMessage("pipeline 'restarts': null is no source");
      pipeline.abort();
    }
  }
}
