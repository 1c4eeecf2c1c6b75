package io.paipa.internal.worker;

import io.paipa.internal.platform.Interrupts;
import io.paipa.internal.platform.TimeSource;
import java.math.BigDecimal;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Limits the time of a worker's attempts. The worker begins and ends each attempt; a watching
 * thread lets one expire that takes too long.
 *
 * <p><b>Who writes what.</b> The state is the attempt's number and a phase, in one word. The worker
 * writes the start, then makes the attempt RUNNING; both try to move it on from there by
 * compare-and-set, so that an attempt either ends or expires. The watcher interrupts the worker
 * only between EXPIRED and INTERRUPTED, for which the worker waits: so no later attempt is
 * interrupted for an earlier one. A start read by the watcher belongs to the state that it read
 * before, or its compare-and-set fails: an attempt that goes on after a pause gets another number.
 */
public final class ItemTimer {
  private static final int PHASES = 4;
  private static final int IDLE = 0;
  private static final int RUNNING = 1;
  private static final int EXPIRED = 2;
  private static final int INTERRUPTED = 3;

  private final long limitNanos;
  private final TimeSource time;
  private final AtomicLong state = new AtomicLong();
  private volatile long startNanos;
  private long pausedAtNanos;
  private boolean paused;

  ItemTimer(long limitNanos, TimeSource time) {
    this.limitNanos = limitNanos;
    this.time = time;
  }

  /** Worker: an attempt begins. */
  void begin() {
    startNanos = time.nanoTime();
    state.set(state.get() / PHASES * PHASES + PHASES + RUNNING);
  }

  /** Worker: the attempt waits for room behind it; that time is not its own. */
  void pause() {
    pausedAtNanos = time.nanoTime();
    long current = state.get();
    paused = current % PHASES == RUNNING && state.compareAndSet(current, current - RUNNING);
  }

  /** Worker: the attempt goes on. */
  void resume() {
    if (paused) {
      long start = startNanos;
      startNanos = start + (time.nanoTime() - pausedAtNanos);
      state.set(state.get() + PHASES + RUNNING);
    }
  }

  /** Worker: the attempt has ended; gives a failure if it had expired before. */
  @Nullable TimeoutException end() {
    long current = state.get();
    if (current % PHASES == RUNNING && state.compareAndSet(current, current - RUNNING)) {
      return null;
    }
    while (state.get() % PHASES == EXPIRED) {
      Thread.onSpinWait(); // the watcher is about to interrupt this thread
    }
    boolean expired = state.get() % PHASES == INTERRUPTED;
    state.set(state.get() / PHASES * PHASES + IDLE);
    return expired ? expiry(limitNanos) : null;
  }

  /** What an attempt fails of that takes longer than this. */
  static TimeoutException expiry(long limitNanos) {
    // To the nanosecond, as far as it was given so.
    String millis = BigDecimal.valueOf(limitNanos, 6).stripTrailingZeros().toPlainString();
    return new TimeoutException("the item took longer than " + millis + " ms");
  }

  /**
   * Watcher: whether there is something to check; the attempt may end, or another begin, meanwhile.
   *
   * @return true if so
   */
  boolean isLate() {
    return state.get() % PHASES == RUNNING && time.nanoTime() - startNanos >= limitNanos;
  }

  /** How long until the attempt has taken too long; {@link Long#MAX_VALUE} if none is made. */
  long remainingNanos() {
    return state.get() % PHASES == RUNNING
        ? Math.max(0, limitNanos - (time.nanoTime() - startNanos))
        : Long.MAX_VALUE;
  }

  /**
   * Watcher: lets the attempt expire if it took too long.
   *
   * @param worker the worker's thread
   */
  public void check(Thread worker) {
    long current = state.get();
    if (current % PHASES == RUNNING
        && time.nanoTime() - startNanos >= limitNanos
        && state.compareAndSet(current, current - RUNNING + EXPIRED)) {
      Interrupts.send(worker);
      state.set(current - RUNNING + INTERRUPTED);
    }
  }
}
