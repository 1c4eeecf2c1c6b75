package io.paipa.internal.platform;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A clock that stands still until it is moved. The threads that wait are real, and wait until the
 * clock has come to the end of their wait, or somebody wakes them.
 *
 * <p><b>Who writes what.</b> One thread at a time moves the clock. A thread that parks enters its
 * wait in the table, reads the clock again, and only then parks. The thread that moves the clock
 * writes the time, and then reads the table. So one of the two sees the other. A thread reads the
 * clock before it says how long to wait: so the clock is to be moved only while all threads wait.
 */
public final class VirtualTime implements TimeSource {
  private static final long START_NANOS = 1_000_000_000;

  /** How often a thread that waits for room looks again, by the machine's clock. */
  private static final long ROOM_LOOK_NANOS = 1_000_000;

  private final Map<Thread, Wait> waits = new ConcurrentHashMap<>();
  private final ConcurrentSkipListSet<Alarm> alarms = new ConcurrentSkipListSet<>();
  private final AtomicLong numbers = new AtomicLong();
  private final AtomicInteger working = new AtomicInteger();
  private volatile long now = START_NANOS;

  /**
   * A thread's wait.
   *
   * @param number tells it from all other waits
   * @param dueNanos when it ends by itself; {@link Long#MAX_VALUE} if it does not
   * @param isFull null if it waits for no room
   */
  public record Wait(long number, long dueNanos, @Nullable BooleanSupplier isFull) {}

  /** A future to be completed. The number tells those apart that are due at the same time. */
  private record Alarm(long dueNanos, long number, CompletableFuture<Boolean> future)
      implements Comparable<Alarm> {
    @Override
    public int compareTo(Alarm other) {
      int byTime = Long.compare(dueNanos, other.dueNanos);
      return byTime == 0 ? Long.compare(number, other.number) : byTime;
    }
  }

  @Override
  public long nanoTime() {
    return now;
  }

  /**
   * How far the clock was moved.
   *
   * @return nanoseconds
   */
  public long elapsedNanos() {
    return now - START_NANOS;
  }

  private long after(long nanos) {
    long due = now + Math.max(0, nanos);
    return due < 0 ? Long.MAX_VALUE : due;
  }

  @Override
  public void parkNanos(Object blocker, long nanos) {
    Wait wait = new Wait(numbers.incrementAndGet(), after(nanos), null);
    waits.put(Thread.currentThread(), wait);
    try {
      if (now < wait.dueNanos) {
        LockSupport.park(blocker);
      }
    } finally {
      waits.remove(Thread.currentThread());
    }
  }

  @Override
  public void parkForRoom(Object blocker, long nanos, long leftNanos, BooleanSupplier isFull) {
    Wait wait = new Wait(numbers.incrementAndGet(), after(leftNanos), isFull);
    waits.put(Thread.currentThread(), wait);
    try {
      if (now < wait.dueNanos) {
        LockSupport.parkNanos(blocker, ROOM_LOOK_NANOS);
      }
    } finally {
      waits.remove(Thread.currentThread());
    }
  }

  @Override
  @SuppressWarnings("FutureReturnValueIgnored") // it only tidies up
  public void completeAfter(CompletableFuture<Boolean> future, long nanos) {
    Alarm alarm = new Alarm(after(nanos), numbers.incrementAndGet(), future);
    alarms.add(alarm);
    future.whenComplete((late, thrown) -> alarms.remove(alarm));
  }

  @Override
  public boolean inBackground(Runnable work) {
    working.incrementAndGet();
    boolean started = false;
    try {
      started =
          Background.runs(
              () -> {
                try {
                  work.run();
                } finally {
                  working.decrementAndGet();
                }
              });
    } finally {
      if (!started) {
        working.decrementAndGet();
      }
    }
    return started;
  }

  @Override
  public boolean allowsPolling() {
    return false;
  }

  /**
   * Whether something that was due is being done.
   *
   * @return true if so
   */
  public boolean isWorking() {
    return working.get() > 0;
  }

  /**
   * What a thread waits for, if it goes on only when the clock is moved, or others do something: so
   * it is not due, there is no room for it, and nobody has interrupted it.
   *
   * @param thread the thread
   * @return the wait; null if the thread does not wait, or is about to go on
   */
  public @Nullable Wait waitOf(Thread thread) {
    Wait wait = waits.get(thread);
    boolean lasts =
        wait != null
            && now < wait.dueNanos
            && !thread.isInterrupted()
            && (wait.isFull == null || wait.isFull.getAsBoolean());
    return lasts ? wait : null;
  }

  /**
   * When the next wait ends by itself, or the next future is to be completed.
   *
   * @return the time on this clock; {@link Long#MAX_VALUE} if there is nothing to come
   */
  public long nextDue() {
    long next = firstAlarm();
    for (Wait wait : waits.values()) {
      next = Math.min(next, wait.dueNanos);
    }
    return next;
  }

  private long firstAlarm() {
    for (Alarm alarm : alarms) {
      return alarm.dueNanos;
    }
    return Long.MAX_VALUE;
  }

  /**
   * Moves the clock, and lets all go on that is due then.
   *
   * @param nanos the time on this clock, not before the present one
   */
  public void moveTo(long nanos) {
    now = nanos;
    waits.forEach(
        (thread, wait) -> {
          if (wait.dueNanos <= nanos) {
            LockSupport.unpark(thread);
          }
        });
    for (Alarm alarm : alarms) {
      if (alarm.dueNanos > nanos) {
        return;
      }
      alarms.remove(alarm);
      alarm.future.complete(true);
    }
  }
}
