package io.paipa.internal.platform;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/** A clock that stands still until it is moved by hand; whoever is to be called then is called. */
public final class AlarmClock implements TimeSource {
  private static final long LOOK_NANOS = 1_000_000;

  private final AtomicLong now = new AtomicLong(1_000_000_000);
  private final Set<Alarm> alarms = ConcurrentHashMap.newKeySet();

  private record Alarm(long after, long due, CompletableFuture<Boolean> future) {}

  @Override
  public long nanoTime() {
    return now.get();
  }

  @Override
  public void parkNanos(Object blocker, long nanos) {
    LockSupport.parkNanos(blocker, Math.min(nanos, LOOK_NANOS));
  }

  @Override
  @SuppressWarnings("FutureReturnValueIgnored") // it only tidies up
  public void completeAfter(CompletableFuture<Boolean> future, long nanos) {
    Alarm alarm = new Alarm(nanos, now.get() + nanos, future);
    alarms.add(alarm);
    future.whenComplete((late, thrown) -> alarms.remove(alarm));
  }

  /** Lets time pass. */
  public void advance(Duration time) {
    long reached = now.addAndGet(time.toNanos());
    alarms.forEach(
        alarm -> {
          if (alarm.due <= reached) {
            alarm.future.complete(true);
          }
        });
  }

  /** How many wait to be called after just this time. */
  public long waitingFor(Duration time) {
    return alarms.stream().filter(alarm -> alarm.after == time.toNanos()).count();
  }
}
