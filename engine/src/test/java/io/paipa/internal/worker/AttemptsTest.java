package io.paipa.internal.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.paipa.FailedItem;
import io.paipa.Skip;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** An item is tried until it is settled, exactly once. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class AttemptsTest extends AttemptsOfAStep {
  @Test
  void shouldPublishTheOutputsOfAnItemThatIsDone() {
    stepThat(number -> {});
    assertThat(attempt("a")).isTrue();
    assertThat(workplace.published()).containsExactly("a");
    assertThat(workplace.report().done()).isOne();
    assertThat(workplace.isSettled()).isTrue();
  }

  @Test
  void shouldDropAnItemThatIsSkipped() {
    stepThat(
        number -> {
          throw Skip.item();
        },
        atOnce(3));
    assertThat(attempt("a")).isFalse();
    assertThat(tried).containsExactly(1);
    assertThat(workplace.published()).isEmpty();
    assertThat(workplace.report().skipped()).isOne();
    assertThat(workplace.isSettled()).isTrue();
  }

  @Test
  void shouldFailTheRunForAnItemThatFails() {
    stepThat(number -> fail());
    assertThatThrownBy(() -> attempt("a")).isInstanceOf(CancellationException.class);
    assertFailedWith("an item failed", 1, failure);
  }

  @Test
  void shouldDropAnItemThatFailsIfFailuresAreSkipped() {
    stepThat(number -> fail(), options -> options.failsPipeline = false);
    assertThat(attempt("a")).isFalse();
    assertThat(workplace.run.failures()).isEmpty();
    assertThat(workplace.published()).as("its attempt was whole").isEmpty();
    assertThat(workplace.report().skipped()).isOne();
    assertThat(workplace.isSettled()).isTrue();
  }

  @Test
  void shouldGiveAnItemThatFailedToTheDeadLetters() {
    stepThat(
        number -> fail(),
        options -> {
          options.maxRetries = 1;
          options.failsPipeline = false;
          options.deadLetters = deadLetters::add;
        });
    assertThat(attempt("a")).isFalse();
    assertThat(deadLetters).hasSize(1);
    FailedItem<Object> letter = deadLetters.get(0);
    assertThat(letter.item()).isEqualTo("a");
    assertThat(letter.stepName()).isEqualTo(Workplace.STEP);
    assertThat(letter.attempts()).isEqualTo(2);
    assertThat(letter.cause()).isSameAs(failure);
    assertThat(workplace.report().deadLettered()).isOne();
    assertThat(workplace.report().skipped()).isZero();
    assertThat(workplace.run.failures()).isEmpty();
    assertThat(workplace.isSettled()).isTrue();
  }

  @Test
  void shouldFailIfTheDeadLetterConsumerFails() {
    IllegalStateException odd = new IllegalStateException("odd");
    stepThat(
        number -> fail(),
        options -> {
          options.failsPipeline = false;
          options.deadLetters =
              letter -> {
                throw odd;
              };
        });
    assertThatThrownBy(() -> attempt("a")).isInstanceOf(CancellationException.class);
    assertFailedWith("the dead-letter consumer failed", 1, odd);
    assertThat(odd.getSuppressed()).containsExactly(failure);
  }

  @Test
  void shouldFailTheRunForAnErrorWhateverIsToBeDoneAboutFailures() {
    AssertionError error = new AssertionError("broken");
    stepThat(
        number -> {
          throw error;
        },
        options -> {
          options.maxRetries = 2;
          options.failsPipeline = false;
          options.deadLetters = deadLetters::add;
        });
    assertThatThrownBy(() -> attempt("a")).isInstanceOf(CancellationException.class);
    assertThat(tried).containsExactly(1);
    assertThat(deadLetters).isEmpty();
    assertFailedWith("an item failed", 1, error);
  }

  @Test
  void shouldForgetAnInterruptThatTheStepLeaves() {
    stepThat(number -> Thread.currentThread().interrupt());
    assertThat(attempt("a")).isTrue();
    assertThat(Thread.interrupted()).isFalse();
  }

  @Test
  void shouldPutItemsBackWhenAWholeAttemptHasSucceeded() {
    stepThat(
        number -> {
          attempts().context().reenqueue("back");
          if (number == 1) {
            fail();
          }
          assertThat(workplace.retries().isEmpty()).as("not before its end").isTrue();
        },
        options -> {
          options.maxRetries = 1;
          options.reenqueues = true;
        });
    assertThat(attempt("a")).isTrue();
    assertThat(workplace.isSettled()).as("it is to be processed").isFalse();
    Attempt back = Objects.requireNonNull(workplace.retries().takeDue(workplace.run.nanoTime()));
    assertThat(back).isEqualTo(Attempt.first("back", Attempt.NO_PLACE));
    assertThat(workplace.retries().isEmpty()).as("the first attempt has put nothing back").isTrue();
    assertThat(workplace.report().reenqueued()).isOne();
  }

  @Test
  void shouldPutItemsBackAtOnceIfAttemptsNeedNotBeWhole() {
    stepThat(
        number -> {
          attempts().context().reenqueue("back");
          assertThat(workplace.retries().isEmpty()).isFalse();
        },
        options -> options.reenqueues = true);
    assertThat(attempt("a")).isTrue();
  }
}
