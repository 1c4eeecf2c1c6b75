package io.paipa.internal.hop;

import static org.assertj.core.api.Assertions.assertThat;

import io.paipa.Threads;
import io.paipa.internal.loop.Workforce;
import io.paipa.internal.platform.TimeSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Producers that wait for room are woken when there is some, and by nobody else. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class RoomWaitersTest {
  private static final int PRODUCERS = 6;
  private static final int WAKE_UPS = 200;
  private static final int CAPACITY = 8;

  /** A clock on which nobody wakes for the time, and that counts the waits. */
  private static final class Waits implements TimeSource {
    private final AtomicInteger begun = new AtomicInteger();
    private final AtomicInteger ended = new AtomicInteger();

    @Override
    public long nanoTime() {
      return System.nanoTime();
    }

    @Override
    public void parkForRoom(Object blocker, long nanos, long leftNanos, BooleanSupplier isFull) {
      begun.incrementAndGet();
      LockSupport.park(blocker);
      ended.incrementAndGet();
    }
  }

  private final Waits waits = new Waits();
  private final Hop hop =
      Hop.create(CAPACITY, new Hop.Producers(false, 0), 1, null, new Workforce(), waits);
  private final Claim claim = hop.newClaim(1);
  private final List<Thread> producers = new ArrayList<>();

  private void fill() {
    for (int i = 0; i < CAPACITY; i++) {
      assertThat(hop.inlet().tryPublish("item", () -> null)).isTrue();
    }
  }

  private void startProducers() {
    for (int i = 0; i < PRODUCERS; i++) {
      Thread producer = new Thread(() -> hop.inlet().publish("more", () -> null), "room-" + i);
      producer.setDaemon(true);
      producer.start();
      producers.add(producer);
    }
    Threads.await(() -> waits.begun.get() == PRODUCERS);
  }

  private void takeAll() {
    claim.tryBegin();
    if (hop.outlet().claim(claim, CAPACITY, 1) == Outlet.Found.SLOTS) {
      claim.open();
      hop.outlet().wakeProducers();
    }
    while (claim.take() != null) {
      // only the room counts
    }
  }

  /** One that was woken for room that another has taken comes back, and that is all. */
  @Test
  void shouldNotWakeEachOtherWhereThereIsNoRoom() throws InterruptedException {
    fill();
    startProducers();
    for (int i = 1; i <= WAKE_UPS; i++) {
      int waiting = PRODUCERS + i;
      hop.producers().wakeOne();
      Threads.await(() -> waits.begun.get() >= waiting);
    }
    assertThat(waits.ended).hasValue(WAKE_UPS);
    end();
  }

  /**
   * The worker that makes room wakes one of them; each wakes the next, as long as there is room.
   */
  @Test
  void shouldAllComeInWhenThereIsRoomForAll() throws InterruptedException {
    fill();
    startProducers();
    takeAll();
    for (Thread producer : producers) {
      producer.join();
    }
    assertThat(hop.outlet().depth()).isEqualTo(PRODUCERS);
  }

  private void end() throws InterruptedException {
    while (producers.stream().anyMatch(Thread::isAlive)) {
      takeAll();
      hop.producers().wakeAll();
      producers.get(0).join(1);
    }
    for (Thread producer : producers) {
      producer.join();
    }
  }
}
