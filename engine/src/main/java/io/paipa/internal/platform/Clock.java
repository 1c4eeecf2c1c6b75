package io.paipa.internal.platform;

import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Completes futures when it is time, in one thread for all pipelines. Not in the JDK's timer
 * thread, which lives as long as the JVM, and keeps what it inherits from the first thread that
 * needs it. This one inherits nothing; it is made when it is needed, and ends when nothing was to
 * be done for some seconds. What was completed by others is forgotten at once, for it leads to a
 * pipeline.
 *
 * <p><b>Who writes what.</b> All of it is under the lock, in which no foreign code runs. A caller
 * that adds an entry starts the thread if there is none, and wakes it if it would sleep for too
 * long. The thread takes itself for ended in the same moment in which it finds no entry. So an
 * entry that was added is served, but for one case: the JVM has no thread left. Then the caller
 * that adds it is told, and it is served as soon as the next one gets a thread.
 */
final class Clock {
  private static final long KEEP_ALIVE_NANOS = TimeUnit.SECONDS.toNanos(5);
  private static final long LONGEST_NANOS = Long.MAX_VALUE / 2; // so that deadlines can be compared

  /** The clock of all pipelines. */
  static final Clock SHARED = new Clock(ClockThreads::of);

  private final ThreadFactory threads;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition earlier = lock.newCondition();
  private final AtomicLong added = new AtomicLong();
  private final NavigableSet<Entry> entries = new TreeSet<>();
  private @Nullable Thread thread;
  private long wakesAtNanos;

  Clock(ThreadFactory threads) {
    this.threads = threads;
  }

  /** What is to be completed. The number tells those apart that are due at the same time. */
  private record Entry(CompletableFuture<Boolean> future, long dueNanos, long number)
      implements Comparable<Entry> {
    @Override
    public int compareTo(Entry other) {
      int byTime = Long.compare(dueNanos - other.dueNanos, 0);
      return byTime == 0 ? Long.compare(number, other.number) : byTime;
    }
  }

  /** As {@link TimeSource#completeAfter}. */
  @SuppressWarnings("FutureReturnValueIgnored") // nothing follows it
  void completeAfter(CompletableFuture<Boolean> future, long nanos) {
    long due = System.nanoTime() + Math.min(nanos, LONGEST_NANOS);
    Entry entry = new Entry(future, due, added.getAndIncrement());
    try {
      add(entry);
    } finally {
      future.whenComplete((value, thrown) -> forget(entry)); // though there may be no thread
    }
  }

  private void add(Entry entry) {
    lock.lock();
    try {
      entries.add(entry);
      if (thread == null) {
        startIfNeeded();
      } else if (entry.dueNanos - wakesAtNanos < 0) {
        earlier.signal();
      }
    } finally {
      lock.unlock();
    }
  }

  private void forget(Entry entry) {
    lock.lock();
    try {
      entries.remove(entry);
    } finally {
      lock.unlock();
    }
  }

  private void startIfNeeded() {
    if (!entries.isEmpty()) {
      Thread made = threads.newThread(this::run);
      made.start();
      thread = made;
    }
  }

  private void run() {
    try {
      while (completeNext()) {
        // and so on, keeping nothing of the last one while it waits for the next
      }
    } finally {
      replaceIfDying();
    }
  }

  /** False if nothing was to be done for long. */
  private boolean completeNext() {
    Entry next = next();
    if (next == null) {
      return false;
    }
    next.future.complete(true);
    return true;
  }

  private @Nullable Entry next() {
    lock.lock();
    try {
      boolean idle = false;
      while (true) {
        long now = System.nanoTime();
        long nanos = nanosToNext(now);
        if (nanos <= 0) {
          return entries.pollFirst();
        }
        if (idle && entries.isEmpty() && now - wakesAtNanos >= 0) {
          thread = null;
          return null;
        }
        idle = entries.isEmpty();
        wakesAtNanos = now + Math.min(nanos, KEEP_ALIVE_NANOS);
        sleep();
      }
    } finally {
      lock.unlock();
    }
  }

  private long nanosToNext(long now) {
    return entries.isEmpty() ? Long.MAX_VALUE : entries.first().dueNanos - now;
  }

  @SuppressWarnings("WaitNotInLoop") // it is in the caller's
  private void sleep() {
    try {
      earlier.awaitNanos(wakesAtNanos - System.nanoTime());
    } catch (InterruptedException e) {
      // it looks what is to be done
    }
  }

  /** Another one takes the place of a thread that an Error of the JVM's ends. */
  private void replaceIfDying() {
    lock.lock();
    try {
      if (thread == Thread.currentThread()) {
        thread = null;
        startIfNeeded();
      }
    } finally {
      lock.unlock();
    }
  }
}
