package io.paipa.internal.worker;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Which of the parked workers wakes for what is due next. */
class StepTimerTest {
  private static final long NEVER = StepTimer.NEVER;

  private final StepTimer timer = new StepTimer();

  @Test
  void shouldBeNeededOnlyWhileSomethingIsDueForWhichNobodyWakes() {
    assertThat(timer.isNeededFor(NEVER)).isFalse();
    assertThat(timer.take(() -> NEVER)).isEqualTo(NEVER);
    assertThat(timer.isNeededFor(10)).isTrue();
    assertThat(timer.take(() -> 10)).isEqualTo(10);
    assertThat(timer.isNeededFor(10)).isFalse();
    assertThat(timer.take(() -> 10)).as("another has it").isEqualTo(NEVER);
  }

  @Test
  void shouldPassToAWorkerThatWakesEarlier() {
    long late = timer.take(() -> 20);
    assertThat(timer.isNeededFor(10)).isTrue();
    long early = timer.take(() -> 10);
    assertThat(early).isEqualTo(10);
    timer.give(late);
    assertThat(timer.isNeededFor(10)).as("the later owner gives nothing up").isFalse();
    timer.give(early);
    assertThat(timer.take(() -> 10)).isEqualTo(10);
  }

  @Test
  void shouldStayWithItsOwnerIfAWorkerThatOwnsNoneGivesUp() {
    assertThat(timer.take(() -> 10)).isEqualTo(10);
    timer.give(NEVER);
    assertThat(timer.isNeededFor(10)).isFalse();
  }
}
