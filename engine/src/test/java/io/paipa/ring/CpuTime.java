package io.paipa.ring;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/** What threads cost while nothing is to be done. */
final class CpuTime {
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private CpuTime() {}

  /** The processor time that threads use while so much time passes. */
  static long millisOf(List<Thread> threads, long duringMillis) {
    long before = nanosOf(threads);
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(duringMillis);
    for (long left = end - System.nanoTime(); left > 0; left = end - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
    return TimeUnit.NANOSECONDS.toMillis(nanosOf(threads) - before);
  }

  private static long nanosOf(List<Thread> threads) {
    return threads.stream().mapToLong(thread -> THREADS.getThreadCpuTime(thread.getId())).sum();
  }

  /** How often threads have parked or waited so far. */
  static long parksOf(List<Thread> threads) {
    long[] ids = threads.stream().mapToLong(Thread::getId).toArray();
    return Stream.of(THREADS.getThreadInfo(ids))
        .filter(Objects::nonNull)
        .mapToLong(ThreadInfo::getWaitedCount)
        .sum();
  }
}
