package io.paipa.internal.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.paipa.Skip;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** An attempt that is nothing but a call of the step ends as any other does. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class PlainAttemptsTest extends AttemptsOfAStep {
  @Test
  void shouldBePlainOnlyIfNothingIsToBeHeldBack() {
    stepThat(number -> {});
    assertThat(attempts().arePlain()).isTrue();
    stepThat(number -> {}, atOnce(1));
    assertThat(attempts().arePlain()).isFalse();
    stepThat(number -> {}, options -> options.failsPipeline = false);
    assertThat(attempts().arePlain()).isFalse();
    stepThat(number -> {}, options -> options.workers = 2);
    assertThat(attempts().arePlain()).as("the order is to be restored").isFalse();
  }

  @Test
  void shouldPublishTheOutputsOfAPlainAttemptAtOnce() {
    stepThat(number -> assertThat(workplace.published()).containsExactly("a"));
    attemptPlain("a");
    assertThat(tried).containsExactly(1);
    assertThat(workplace.report().done()).isOne();
    assertThat(workplace.isSettled()).isTrue();
  }

  @Test
  void shouldDropAnItemThatIsSkippedInAPlainAttempt() {
    stepThat(
        number -> {
          throw Skip.item();
        });
    attemptPlain("a");
    assertThat(workplace.report().skipped()).isOne();
    assertThat(workplace.isSettled()).isTrue();
  }

  @Test
  void shouldFailTheRunInAPlainAttempt() {
    stepThat(number -> fail());
    assertThatThrownBy(() -> attemptPlain("a")).isInstanceOf(CancellationException.class);
    assertFailedWith("an item failed", 1, failure);
  }

  @Test
  void shouldAbandonAnItemThatTheEndHasInterruptedInAPlainAttempt() {
    stepThat(
        number -> {
          workplace.run.abort();
          Thread.currentThread().interrupt();
          throw new InterruptedException();
        });
    attemptPlain("a");
    assertThat(Thread.interrupted()).isFalse();
    assertAbandoned();
  }

  @Test
  void shouldWorkOnAllItemsOfARun() {
    stepThat(
        number -> {
          if (tried.size() == 2) {
            throw Skip.item();
          }
        });
    Object first = workplace.comes("a").item();
    Iterator<String> rest = List.of("b", "c").iterator();
    plainAttempts()
        .attempt(first, () -> rest.hasNext() ? workplace.comes(rest.next()).item() : null);
    assertThat(tried).containsExactly(1, 1, 1);
    assertThat(workplace.published()).containsExactly("a", "b", "c");
    assertThat(workplace.report().done()).isEqualTo(2);
    assertThat(workplace.report().skipped()).isOne();
    assertThat(workplace.isSettled()).isTrue();
  }

  /** As items go where there is nothing to it but a call of the step. */
  private void attemptPlain(Object item) {
    assertThat(attempts().arePlain()).isTrue();
    plainAttempts().attempt(workplace.comes(item).item(), () -> null);
  }
}
