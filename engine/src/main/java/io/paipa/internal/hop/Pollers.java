package io.paipa.internal.hop;

import io.paipa.internal.platform.VirtualThreads;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.agrona.concurrent.IdleStrategy;
import org.jspecify.annotations.Nullable;

/**
 * The producers of a ring that poll for room, where its step waits so. A few at a time, all others
 * park: as many as there are cores would take them from the worker that is to make the room. And no
 * virtual thread does.
 *
 * <p>Any threads use it. Their number is counted up before a thread polls, and down afterwards. A
 * thread that finds too many counts itself off again, so that no place is lost.
 */
final class Pollers {
  private static final int AT_MOST = Math.max(1, Runtime.getRuntime().availableProcessors() - 1);

  private final @Nullable Supplier<IdleStrategy> strategy;
  private final AtomicInteger count = new AtomicInteger();

  /** {@code strategy}: how they poll, or null if all park. */
  Pollers(@Nullable Supplier<IdleStrategy> strategy) {
    this.strategy = strategy;
  }

  /** How the calling thread polls until it calls {@link #end}; null if it is to park. */
  @Nullable IdleStrategy begin() {
    if (strategy == null || VirtualThreads.isCaller()) {
      return null;
    }
    IdleStrategy idle = strategy.get();
    if (count.getAndIncrement() < AT_MOST) {
      return idle;
    }
    end();
    return null;
  }

  void end() {
    count.decrementAndGet();
  }
}
