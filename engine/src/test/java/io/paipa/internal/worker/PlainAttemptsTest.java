package io.paipa.internal.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.paipa.Skip;
import io.paipa.internal.hop.Claim;
import java.util.Arrays;
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
    Claim claim = claimOf("b", "c", "d");
    Rest rest = new Rest(2);
    plainAttempts().attempt(first, rest);
    assertThat(rest.begun).isEqualTo(2);
    assertThat(rest.outOfItems).isFalse();
    assertThat(claim.take()).as("of the next run").isEqualTo("d");
    assertThat(tried).containsExactly(1, 1, 1);
    assertThat(workplace.published()).containsExactly("a", "b", "c");
    assertThat(workplace.report().done()).isEqualTo(2);
    assertThat(workplace.report().skipped()).isOne();
    assertThat(workplace.isSettled()).isFalse();
  }

  @Test
  void shouldSayThatARunWasOutOfItems() {
    stepThat(number -> {});
    Object first = workplace.comes("a").item();
    claimOf("b");
    Rest rest = new Rest(2);
    plainAttempts().attempt(first, rest);
    assertThat(rest.begun).isOne();
    assertThat(rest.outOfItems).isTrue();
  }

  @Test
  void shouldBeginNothingMoreWhenTheRunHasEnded() {
    stepThat(number -> workplace.run.abort());
    Object first = workplace.comes("a").item();
    Claim claim = claimOf("b");
    Rest rest = new Rest(2);
    plainAttempts().attempt(first, rest);
    assertThat(rest.begun).isZero();
    assertThat(claim.take()).isEqualTo("b");
  }

  /** What the worker has claimed, of items that have come. */
  private Claim claimOf(Object... items) {
    Object[] come = Arrays.stream(items).map(item -> workplace.comes(item).item()).toArray();
    Claim claim = workplace.station.claims[0];
    for (Object item : come) {
      claim.put(item);
    }
    return claim;
  }

  /** A run of which so many items may be begun, behind the first. */
  private static final class Rest implements PlainAttempts.Rest {
    private final int left;
    private int begun;
    private boolean outOfItems;

    Rest(int left) {
      this.left = left;
    }

    @Override
    public int left() {
      return left;
    }

    @Override
    public void begun(int count, boolean noneLeft) {
      begun = count;
      outOfItems = noneLeft;
    }
  }

  /** As items go where there is nothing to it but a call of the step. */
  private void attemptPlain(Object item) {
    assertThat(attempts().arePlain()).isTrue();
    plainAttempts().attempt(workplace.comes(item).item(), new Rest(0));
  }
}
