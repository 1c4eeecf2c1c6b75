package io.paipa;

import io.paipa.internal.platform.TimeSource;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;

/**
 * A clock that stands still until it is told to go on. Who parks is woken when the clock reaches
 * the end of its wait; parks may end early for no reason, as they always may.
 */
final class ManualClock implements TimeSource {
  private final Map<Thread, Long> parked = new ConcurrentHashMap<>();
  private volatile long now = 1;

  @Override
  public long nanoTime() {
    return now;
  }

  @Override
  public void parkNanos(Object blocker, long nanos) {
    long end = now + nanos < 0 ? Long.MAX_VALUE : now + nanos;
    parked.put(Thread.currentThread(), end);
    try {
      if (now < end) {
        LockSupport.parkNanos(blocker, 2_000_000); // who is woken by nobody looks again
      }
    } finally {
      parked.remove(Thread.currentThread());
    }
  }

  synchronized void advance(Duration time) {
    now += time.toNanos();
    parked.forEach(
        (thread, end) -> {
          if (end <= now) {
            LockSupport.unpark(thread);
          }
        });
  }
}
