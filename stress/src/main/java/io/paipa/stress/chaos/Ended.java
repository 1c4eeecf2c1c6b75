package io.paipa.stress.chaos;

import io.paipa.Pipeline;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** The pipelines that have ended, to see whether anything keeps one of them. Used by one thread. */
final class Ended {
  private static final long WAIT_NANOS = TimeUnit.SECONDS.toNanos(20);
  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

  private record Entry(long seed, WeakReference<Pipeline<?, ?>> pipeline) {}

  private final List<Entry> entries = new ArrayList<>();

  void add(long seed, Pipeline<?, ?> pipeline) {
    entries.add(new Entry(seed, new WeakReference<>(pipeline)));
  }

  /** Forgets those that the garbage collector has found. */
  void forgetCollected() {
    entries.removeIf(entry -> entry.pipeline().get() == null);
  }

  /** The seeds of those that are kept, when all had time to go. */
  List<Long> kept() {
    long start = System.nanoTime();
    do {
      System.gc();
      forgetCollected();
      LockSupport.parkNanos(PAUSE_NANOS);
    } while (!entries.isEmpty() && System.nanoTime() - start < WAIT_NANOS);
    return entries.stream().map(Entry::seed).toList();
  }
}
