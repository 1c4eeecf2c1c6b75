package io.paipa.internal.loop;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Who waits is woken for what is published, whatever others do at that moment. */
class SignalTest {
  private static final int ROUNDS = 500_000;
  private static final int WORKERS = 2;

  /** Another wants to wake somebody, finds that nobody is there yet, and goes. */
  @Test
  @Timeout(value = 60, unit = TimeUnit.SECONDS)
  void shouldWakeWhoComesWhileAnotherFindsNobody() throws InterruptedException {
    Signal signal = new Signal(WORKERS, new Workforce());
    WaitSet parked = signal.parked();
    AtomicInteger begun = new AtomicInteger();
    AtomicInteger done = new AtomicInteger();
    Thread other =
        new Thread(
            () -> {
              for (int round = 1; round <= ROUNDS; round++) {
                awaitValue(begun, round);
                for (int i = round % 16; i > 0; i--) {
                  Thread.onSpinWait(); // meets the waiter at another point each time
                }
                signal.wakeForMore();
                done.set(round);
              }
            },
            "signal-other");
    other.setDaemon(true);
    other.start();
    int asleep = 0;
    for (int round = 1; round <= ROUNDS; round++) {
      begun.set(round);
      for (int i = round / 16 % 16; i > 0; i--) {
        Thread.onSpinWait();
      }
      parked.register(1); // the other sees that there is somebody, and then finds nobody
      endSearchIf(signal, parked.deregister(1));
      parked.register(0);
      signal.published();
      awaitValue(done, round);
      asleep += parked.isWoken(0) ? 0 : 1;
      endSearchIf(signal, parked.deregister(0));
    }
    other.join();
    assertThat(asleep).isZero();
  }

  /** What was published meanwhile was not signalled; and the one that searches may find other. */
  @Test
  void shouldWakeAnotherInPlaceOfAWatcherAlsoWhileOneSearches() {
    Signal signal = new Signal(3, new Workforce());
    assertThat(signal.beginWatch()).isTrue();
    assertThat(signal.beginSearch()).isTrue();
    signal.parked().register(2);
    signal.endWatch();
    signal.wakeInPlaceOfWatcher();
    assertThat(signal.parked().isWoken(2)).isTrue();
  }

  private static void endSearchIf(Signal signal, WaitSet.Woken woken) {
    if (woken == WaitSet.Woken.TO_SEARCH) {
      signal.endSearch();
    }
  }

  private static void awaitValue(AtomicInteger number, int value) {
    for (int i = 1; number.get() != value; i++) {
      if (i % 1_000 == 0) {
        Thread.yield();
      }
    }
  }
}
