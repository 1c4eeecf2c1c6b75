package io.paipa.internal.loop;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** When a worker yields its core before it parks. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class YieldingTest {
  private static final long MUCH_NANOS = TimeUnit.SECONDS.toNanos(100); // whatever else goes on
  private static final long LITTLE_NANOS = TimeUnit.MICROSECONDS.toNanos(5);

  private final Yielding yielding = new Yielding(true, 0);

  @Test
  void shouldNotYieldBeforeThereWasAnyWork() {
    assertThat(yielding.tryYield(0)).isFalse();
    yielding.foundWork(false);
    assertThat(yielding.tryYield(0)).isTrue();
  }

  @Test
  void shouldNeverYieldWhereThatIsNotAllowed() {
    Yielding never = new Yielding(false, 0);
    never.foundWork(false);
    assertThat(never.tryYield(0)).isFalse();
  }

  @Test
  void shouldYieldLessOftenWhenThatDidNotHelp() {
    yielding.foundWork(false);
    yielding.foundWork(true);
    assertThat(yielding.tryYield(49)).isTrue();
    yielding.didNotHelp();
    assertThat(yielding.tryYield(49)).isFalse();
    assertThat(yielding.tryYield(24)).isTrue();
  }

  @Test
  void shouldParkForAWhileWhenOthersHadTheCoreForNothing() {
    yielding.foundWork(false);
    yielding.lost(MUCH_NANOS);
    assertThat(yielding.tryYield(0)).isFalse();
    while (!yielding.tryYield(0)) {
      Thread.onSpinWait();
    }
  }

  /** Two workers that yield to each other lose microseconds at a time. */
  @Test
  void shouldAddUpWhatIsLostInSmallParts() {
    yielding.foundWork(false);
    yielding.lost(LITTLE_NANOS);
    assertThat(yielding.tryYield(0)).isTrue();
    do {
      yielding.lost(LITTLE_NANOS);
    } while (yielding.tryYield(0));
  }

  /** Of two that yield to each other the one behind parks: the other has the time to wake it. */
  @Test
  void shouldParkSoonerTheFewerStepsAreBehind() {
    Yielding inFront = new Yielding(true, 1);
    inFront.foundWork(false);
    yielding.foundWork(false);
    while (yielding.tryYield(0)) {
      yielding.lost(LITTLE_NANOS);
      inFront.lost(LITTLE_NANOS);
    }
    assertThat(inFront.tryYield(0)).isTrue();
  }
}
