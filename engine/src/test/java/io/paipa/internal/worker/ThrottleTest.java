package io.paipa.internal.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.paipa.RateLimiter;
import io.paipa.internal.hop.Claim;
import io.paipa.internal.hop.Hop;
import io.paipa.internal.ledger.StepLedger;
import io.paipa.internal.loop.Workforce;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** What waits for permits waits no longer than until it has them, or can never have them. */
class ThrottleTest {
  private static final int BURST = 10;
  private static final int COST = 8;

  private final QuietRun run = new QuietRun();
  private final RateLimiter limiter = RateLimiter.of(1, Duration.ofHours(1), BURST);
  private final Hop hop =
      Hop.create(16, new Hop.Producers(true, 0), 1, null, new Workforce(), run.time());
  private final Activity activity =
      new Activity(new StepLedger("costly", 1, hop).timeSheet(0), run.time());
  private final Claim claim = hop.newClaim(1);
  private final Throttle throttle =
      new Throttle(
          run,
          new UserCode(run),
          RetryQueue.NONE,
          null,
          new StationSettings.Rate(limiter, item -> (int) item),
          () -> {});

  private void comes(Object item) {
    hop.inlet().publish(item, run);
    claim.tryBegin();
    hop.outlet().claim(claim, 1, 1);
    claim.open();
  }

  @Test
  void shouldHoldAnItemUntilItHasItsPermits() {
    throttle.open();
    comes(COST);
    assertThat(throttle.take(claim, activity)).isNotNull();
    comes(COST);
    assertThat(throttle.take(claim, activity)).isNull();
    assertThat(throttle.heldNanos(false)).isEqualTo(Duration.ofHours(COST - 2).toNanos());
  }

  /** A worker that has just found that it must wait looks once more, and need not park. */
  @Test
  void shouldNotHoldWhatTheBurstHasBecomeTooSmallFor() {
    throttle.open();
    comes(COST);
    throttle.take(claim, activity);
    comes(COST);
    assertThat(throttle.take(claim, activity)).isNull();
    limiter.change(1, Duration.ofHours(1), COST - 1);
    assertThat(throttle.heldNanos(false)).isZero();
    Attempt refused = Objects.requireNonNull(throttle.take(claim, activity));
    assertThat(Objects.requireNonNull(refused.refusal()).cause())
        .hasMessageContaining("it costs 8, and could never begin");
  }

  @Test
  void shouldHoldNothingBeforeTheStart() {
    assertThat(throttle.heldNanos(false)).isZero();
    throttle.close();
  }
}
