package io.paipa.internal.hop;

import static org.assertj.core.api.Assertions.assertThat;

import io.paipa.internal.loop.Workforce;
import io.paipa.internal.platform.TimeSource;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.YieldingIdleStrategy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is in an outbox comes out of it once, and before the fences that come behind it. */
class OutboxTest {
  private static final int ROUNDS = 300_000;
  private static final Admission ALWAYS = () -> null;

  /** Its owner moves what a worker is just about to take, and publishes a fence behind it. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  @Timeout(value = 60, unit = TimeUnit.SECONDS)
  void shouldLetNoFenceOvertake(int workers) throws InterruptedException {
    Hop hop = hop(workers);
    Outbox outbox = hop.outboxes().get(0);
    Queue<String> wrong = new ConcurrentLinkedQueue<>();
    Thread worker = new Thread(() -> take(hop, wrong), "outbox-worker");
    worker.start();
    for (int item = 0; item < ROUNDS; item++) {
      outbox.publish(item, ALWAYS);
      for (int i = item % 16; i > 0; i--) {
        Thread.onSpinWait(); // meets the worker at another point each time
      }
      outbox.flush(ALWAYS);
      hop.inlet().publish(Marker.meta(item), ALWAYS);
      if (item % 64 > 0) {
        awaitEmpty(hop); // for it is only from an empty ring that a worker turns to the outbox
      }
    }
    hop.inlet().publish(Marker.SENTINEL, ALWAYS);
    worker.join();
    assertThat(wrong).isEmpty();
    assertThat(hop.outlet().drain(System.nanoTime())).isZero();
  }

  /** Looked at under the lock: the ring may have been empty a moment before. */
  @Test
  void shouldNotOvertakeWhatIsInTheRing() {
    Hop hop = hop(2);
    Outbox outbox = hop.outboxes().get(0);
    outbox.publish("younger", ALWAYS);
    assertThat(hop.inlet().tryPublish("older", ALWAYS)).isTrue();
    assertThat(outbox.tryTake(new OwnClaim(4), 4)).isFalse();
    assertThat(take(hop)).isEqualTo("older");
    assertThat(take(hop)).isEqualTo("younger");
  }

  private static Object take(Hop hop) {
    Claim claim = new OwnClaim(1);
    assertThat(hop.outlet().claim(claim, 1, 0)).isEqualTo(Outlet.Found.SLOTS);
    claim.open();
    return Objects.requireNonNull(claim.take());
  }

  private static Hop hop(int workers) {
    return Hop.create(
        64,
        new Hop.Producers(false, 1),
        workers,
        YieldingIdleStrategy::new,
        new Workforce(),
        TimeSource.SYSTEM);
  }

  private static void awaitEmpty(Hop hop) {
    while (hop.outlet().hasNext()) {
      Thread.yield();
    }
  }

  /** Each fence's number is that of the last item before it. */
  private static void take(Hop hop, Queue<String> wrong) {
    Outlet outlet = hop.outlet();
    Claim claim = new OwnClaim(1);
    Object last = null;
    for (int look = 0; ; look++) {
      claim.tryBegin();
      Outlet.Found found = outlet.claim(claim, 1, look);
      if (found == Outlet.Found.SLOTS) {
        claim.open();
        outlet.wakeProducers();
        Object item = claim.take();
        last = item == null ? last : item;
      } else if (found == Outlet.Found.FENCE) {
        Marker fence = Objects.requireNonNull(outlet.fence());
        if (fence.kind() == Marker.Kind.SENTINEL) {
          return;
        }
        if (!Objects.equals(fence.meta(), last)) {
          wrong.add("at fence " + fence.meta() + " the last item was " + last);
        }
        outlet.passFence(fence);
      } else if (look % 64 == 0) {
        Thread.yield();
      }
    }
  }
}
