package io.paipa.internal.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the end of a run has done to an item is no failure of the item. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class AttemptsAtTheEndTest extends AttemptsOfAStep {
  @Test
  void shouldAbandonAnItemThatTheEndHasInterrupted() {
    stepThat(
        number -> {
          workplace.run.abort();
          throw new InterruptedException();
        });
    assertThat(attempt("a")).isFalse();
    assertThat(workplace.run.failures()).isEmpty();
    assertAbandoned();
  }

  @Test
  void shouldAbandonAnItemThatWouldHaveBeenTriedAgainAfterTheEnd() {
    stepThat(
        number -> {
          failOtherwise();
          fail();
        },
        atOnce(1));
    assertThat(attempt("a")).isFalse();
    assertThat(tried).containsExactly(1);
    assertThat(workplace.run.failures()).hasSize(1);
    assertAbandoned();
  }

  @Test
  void shouldReportAFailureOfItsOwnAfterTheEnd() {
    stepThat(
        number -> {
          failOtherwise();
          fail();
        });
    assertThatThrownBy(() -> attempt("a")).isInstanceOf(CancellationException.class);
    assertThat(workplace.run.failures())
        .extracting(QuietRun.Failure::cause)
        .hasSize(2)
        .contains(failure);
    assertThat(workplace.report().failed()).isOne();
    assertThat(workplace.isSettled()).isTrue();
  }

  /** An Error would not have been tried again. */
  @Test
  void shouldReportAnErrorAfterTheEndHoweverManyRetriesAreLeft() {
    AssertionError error = new AssertionError("broken");
    stepThat(
        number -> {
          failOtherwise();
          throw error;
        },
        atOnce(1));
    assertThatThrownBy(() -> attempt("a")).isInstanceOf(CancellationException.class);
    assertThat(workplace.run.failures()).extracting(QuietRun.Failure::cause).contains(error);
    assertThat(workplace.report().failed()).isOne();
    assertThat(workplace.isSettled()).isTrue();
  }

  @Test
  void shouldAbandonAnItemWhoseOutputsCanNotGoOutAfterTheEnd() {
    stepThat(number -> workplace.run.abort(), atOnce(1));
    assertThatThrownBy(() -> attempt("a")).isInstanceOf(CancellationException.class);
    assertThat(workplace.published()).isEmpty();
    assertAbandoned();
  }

  private void failOtherwise() {
    workplace.run.fail("another step failed", "other", null, 0, new IOException("other"));
  }
}
