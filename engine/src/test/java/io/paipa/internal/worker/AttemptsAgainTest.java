package io.paipa.internal.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** An item that has failed is tried again, at once or when its time has come. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class AttemptsAgainTest extends AttemptsOfAStep {
  @Test
  void shouldTryAgainAtOnceUntilItSucceeds() {
    stepThat(
        number -> {
          if (number < 3) {
            fail();
          }
        },
        atOnce(5));
    assertThat(attempt("a")).isTrue();
    assertThat(tried).containsExactly(1, 2, 3);
    assertThat(workplace.published()).as("of the last attempt alone").containsExactly("a");
    assertThat(workplace.report().retried()).isEqualTo(2);
    assertThat(workplace.isSettled()).isTrue();
  }

  @Test
  void shouldTryNoMoreOftenThanIsAllowed() {
    stepThat(number -> fail(), atOnce(2));
    assertThatThrownBy(() -> attempt("a")).isInstanceOf(CancellationException.class);
    assertThat(tried).containsExactly(1, 2, 3);
    assertThat(workplace.published()).isEmpty();
    assertFailedWith("an item failed", 3, failure);
  }

  @Test
  void shouldNotTryAgainWhatIsNotWorthWhile() {
    stepThat(
        number -> fail(),
        options -> {
          options.maxRetries = 2;
          options.retryable = thrown -> !(thrown instanceof IOException);
        });
    assertThatThrownBy(() -> attempt("a")).isInstanceOf(CancellationException.class);
    assertThat(tried).containsExactly(1);
    assertFailedWith("an item failed", 1, failure);
  }

  @Test
  void shouldFailIfThePredicateFails() {
    IllegalStateException odd = new IllegalStateException("odd");
    stepThat(
        number -> fail(),
        options -> {
          options.maxRetries = 2;
          options.retryable =
              thrown -> {
                throw odd;
              };
        });
    assertThatThrownBy(() -> attempt("a")).isInstanceOf(CancellationException.class);
    assertFailedWith("the predicate that says what is retried failed", 1, odd);
  }

  @Test
  void shouldFailIfTheBackoffFails() {
    IllegalStateException odd = new IllegalStateException("odd");
    stepThat(
        number -> fail(),
        options ->
            retries(
                options,
                2,
                retry -> {
                  throw odd;
                }));
    assertThatThrownBy(() -> attempt("a")).isInstanceOf(CancellationException.class);
    assertFailedWith("the back-off failed", 1, odd);
    assertThat(workplace.retries().isEmpty()).isTrue();
  }

  @Test
  void shouldLeaveADelayedRetryToTheQueue() {
    stepThat(
        number -> {
          if (number == 1) {
            fail();
          }
        },
        later(1));
    assertThat(attempt("a")).isFalse();
    assertThat(tried).containsExactly(1);
    assertThat(workplace.isSettled()).isFalse();
    RetryQueue retries = workplace.retries();
    assertThat(retries.takeDue(workplace.run.nanoTime())).as("not yet").isNull();
    workplace.run.advance(DELAY_NANOS);

    Attempt due = Objects.requireNonNull(retries.takeDue(workplace.run.nanoTime()));
    assertThat(attempts().attempt(due)).isTrue();
    assertThat(tried).containsExactly(1, 2);
    assertThat(workplace.published()).containsExactly("a");
    assertThat(workplace.isSettled()).isTrue();
    assertThat(retries.reserve(Integer.MAX_VALUE))
        .as("the room is free again")
        .isEqualTo(Workplace.CAPACITY);
  }

  @Test
  void shouldPublishInOrderAlthoughARetryIsDelayed() {
    stepThat(
        number -> {
          if (number == 1 && tried.size() == 1) {
            fail();
          }
        },
        later(1));
    assertThat(attempt("a")).isFalse();
    assertThat(attempt("b")).isTrue();
    assertThat(workplace.published()).isEmpty();
    workplace.run.advance(DELAY_NANOS);
    Attempt due = Objects.requireNonNull(workplace.retries().takeDue(workplace.run.nanoTime()));
    assertThat(attempts().attempt(due)).isTrue();
    assertThat(workplace.published()).containsExactly("a", "b");
    assertThat(workplace.report().done()).isEqualTo(2);
    assertThat(workplace.isSettled()).isTrue();
  }
}
