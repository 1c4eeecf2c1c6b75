package io.paipa;

import static io.paipa.GivenOutputs.NAME;
import static io.paipa.LedgerAssert.assertNothingAbandoned;
import static io.paipa.StepOptions.options;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the closing of outputs throws fails the attempt, or is suppressed in what failed it. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class FlatClosingFailureTest {
  private final Closings closings = new Closings();

  @AfterEach
  void shouldLeaveNoThread() {
    Threads.assertNoneOf(NAME);
  }

  @ParameterizedTest
  @EnumSource(GivenOutputs.class)
  void shouldFailTheItemWithWhatClosingThrows(GivenOutputs given) {
    closings.failWith(() -> new IOException("disk"));
    assertThatThrownBy(given.pipeline(closings, i -> closings.new Cursor(2))::run)
        .hasMessageContaining("step 'flat': an item failed: item 1, attempt 1")
        .rootCause()
        .isInstanceOf(IOException.class);
    assertThat(closings.take()).isEqualTo(given.closed());
  }

  @ParameterizedTest
  @EnumSource(GivenOutputs.class)
  void shouldBeGivenAnewAfterAnAttemptWhoseClosingFailed(GivenOutputs given)
      throws InterruptedException {
    AtomicInteger attempts = new AtomicInteger();
    CheckedFunction<Integer, Closings.Cursor> cursor =
        i -> {
          closings.failWith(attempts.incrementAndGet() == 1 ? () -> new IOException() : null);
          return closings.new Cursor(2);
        };
    try (Pipeline<Integer, Integer> pipeline =
        given.builder(closings, options().workers(1).retrying(1, Backoff.none()), cursor).build()) {
      pipeline.putIterable(List.of(1));
      pipeline.run();
      assertThat(pipeline.count()).isEqualTo(2);
    }
    assertThat(closings.take()).isEqualTo(given.closedTwice());
  }

  /** Some throw at their closing what they have thrown before. */
  @ParameterizedTest
  @EnumSource(GivenOutputs.class)
  void shouldSuppressWhatClosingThrowsAfterAFailure(GivenOutputs given) {
    IllegalStateException first = new IllegalStateException("first");
    for (Supplier<Exception> closing :
        List.<Supplier<Exception>>of(() -> new IllegalStateException("closing"), () -> first)) {
      closings.failWith(closing);
      Pipeline<Integer, Integer> pipeline =
          given.pipeline(
              closings,
              i ->
                  closings.new Cursor(1) {
                    @Override
                    public Integer next() {
                      throw first;
                    }
                  });
      assertThatThrownBy(pipeline::run).hasCause(first);
    }
    assertThat(first.getSuppressed())
        .hasSize(given.closed().size())
        .allSatisfy(closing -> assertThat(closing).hasMessage("closing"));
  }

  /** To skip is no failure: so that of the closing is the first. */
  @ParameterizedTest
  @EnumSource(GivenOutputs.class)
  void shouldNotHideAFailureOfTheClosingBehindASkip(GivenOutputs given)
      throws InterruptedException {
    CheckedFunction<Integer, Closings.Cursor> skipping =
        i ->
            closings.new Cursor(3) {
              @Override
              public Integer next() {
                throw Skip.item();
              }
            };
    try (Pipeline<Integer, Integer> pipeline = given.pipeline(closings, skipping)) {
      pipeline.run();
      assertThat(assertNothingAbandoned(pipeline).steps().get(0).skipped()).isEqualTo(1);
    }
    assertThat(closings.take()).isEqualTo(given.closed());

    closings.failWith(() -> new IllegalStateException("closing"));
    assertThatThrownBy(given.pipeline(closings, skipping)::run).rootCause().hasMessage("closing");
  }
}
