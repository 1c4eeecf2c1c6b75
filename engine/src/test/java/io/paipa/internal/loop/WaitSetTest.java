package io.paipa.internal.loop;

import static org.assertj.core.api.Assertions.assertThat;

import io.paipa.Threads;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Whom the set of parked workers wakes. */
class WaitSetTest {
  private static final int WAITERS = 1_000;
  private static final int ROUNDS = 200;

  private final WaitSet set = new WaitSet(WAITERS);
  private final AtomicLong woken = new AtomicLong();
  private final AtomicLong registered = new AtomicLong();
  private final AtomicBoolean over = new AtomicBoolean();

  /** Many waiters in one thread, which come back as soon as they are woken. */
  private void comeBackAtOnce() {
    for (int i = 0; i < WAITERS; i++) {
      register(i);
    }
    while (!over.get()) {
      for (int i = 0; i < WAITERS; i++) {
        if (set.isWoken(i)) {
          woken.incrementAndGet();
          set.deregister(i);
          register(i);
        }
      }
    }
  }

  private void register(int waiter) {
    set.register(waiter);
    registered.incrementAndGet();
  }

  private boolean allWait() {
    return registered.get() == WAITERS + woken.get();
  }

  /** Or it would never end, where they come back faster than they are woken. */
  @Test
  void shouldWakeEachWaiterOnceByOneCall() throws InterruptedException {
    Thread waiters = new Thread(this::comeBackAtOnce);
    waiters.setDaemon(true);
    waiters.start();
    try {
      for (int round = 1; round <= ROUNDS; round++) {
        Threads.await(this::allWait);
        set.wakeAll();
        long all = (long) round * WAITERS;
        Threads.await(() -> woken.get() >= all && allWait());
        assertThat(woken).hasValue(all);
      }
    } finally {
      over.set(true);
      waiters.join(20_000);
    }
  }
}
