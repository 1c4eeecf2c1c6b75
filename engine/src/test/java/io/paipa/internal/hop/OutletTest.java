package io.paipa.internal.hop;

import static org.assertj.core.api.Assertions.assertThat;

import io.paipa.internal.loop.Workforce;
import io.paipa.internal.platform.TimeSource;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Where the workers of a step take from: what the one may do that passes a fence. */
class OutletTest {
  private static final Admission ALWAYS = () -> null;
  private static final long MINUTE_NANOS = TimeUnit.MINUTES.toNanos(1);

  private final Hop hop =
      Hop.create(8, new Hop.Producers(true, 0), 1, null, new Workforce(), TimeSource.SYSTEM);

  private Marker publishFence() {
    hop.inlet().publish(Marker.meta("meta"), ALWAYS);
    return Objects.requireNonNull(hop.outlet().fence());
  }

  private long drain() {
    return hop.outlet().drain(System.nanoTime());
  }

  @Test
  void shouldLetWhatIsBehindAFenceBeClaimedAfterIt() {
    Marker fence = publishFence();
    hop.inlet().publish("behind", ALWAYS);
    hop.outlet().passFence(fence);
    assertThat(hop.outlet().fence()).isNull();
    Claim claim = new OwnClaim(8);
    claim.tryBegin();
    assertThat(hop.outlet().claim(claim, 8, 1)).isEqualTo(Outlet.Found.SLOTS);
    claim.open();
    assertThat(claim.take()).isEqualTo("behind");
    assertThat(drain()).isZero();
  }

  /** An end that waits no longer for a worker empties the ring; that worker comes back later. */
  @Test
  void shouldLeaveAloneWhatCameAfterAFenceThatWasDrained() {
    Marker fence = publishFence();
    assertThat(drain()).isZero();
    hop.inlet().publish("behind", ALWAYS);
    hop.outlet().passFence(fence);
    assertThat(drain()).isOne();
  }

  /** It has seen the admission open, and lost its core: else its item would be lost. */
  @Test
  @Timeout(value = 60, unit = TimeUnit.SECONDS)
  void shouldDrainWhatWasAdmittedBefore() throws InterruptedException {
    Hop shared =
        Hop.create(8, new Hop.Producers(false, 0), 1, null, new Workforce(), TimeSource.SYSTEM);
    CountDownLatch admitted = new CountDownLatch(1);
    CountDownLatch goesOn = new CountDownLatch(1);
    Admission slow =
        () -> {
          admitted.countDown();
          try {
            goesOn.await();
          } catch (InterruptedException e) {
            return new CancellationException();
          }
          return null;
        };
    Thread producer = new Thread(() -> shared.inlet().tryPublish("late", slow), "outlet-producer");
    producer.start();
    admitted.await();
    FutureTask<Long> drained =
        new FutureTask<>(() -> shared.outlet().drain(System.nanoTime() + MINUTE_NANOS));
    Thread draining = new Thread(drained, "outlet-draining");
    draining.start();
    while (draining.getState() != Thread.State.TIMED_WAITING) {
      Thread.onSpinWait();
    }
    goesOn.countDown();
    producer.join();
    draining.join();
    assertThat(drained).succeedsWithin(Duration.ZERO).isEqualTo(1L);
  }
}
