package io.paipa.benchmarks;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** The platform threads of a line, found by their names; all live as long as the line does. */
final class LineThreads {
  private static final ThreadMXBean THREADS =
      ManagementFactory.getPlatformMXBean(ThreadMXBean.class);
  private static final long LOOK_NANOS = 50_000;

  /** A thread between two looks may have been awake: so many looks in a row are a rest. */
  private static final int LOOKS = 20;

  private static final long DEADLINE_NANOS = 20_000_000_000L;

  private final List<Thread> threads;

  private LineThreads(List<Thread> threads) {
    this.threads = threads;
  }

  static LineThreads of(Line line, int atLeast) {
    List<Thread> found =
        Thread.getAllStackTraces().keySet().stream()
            .filter(thread -> thread.getName().startsWith(line.threadPrefix()))
            .toList();
    if (found.size() < atLeast) {
      throw new IllegalStateException(found.size() + " threads found, not " + atLeast);
    }
    return new LineThreads(found);
  }

  /** Waits until all are parked, and stay so for a moment. */
  void awaitParked() {
    long start = System.nanoTime();
    for (int parked = 0; parked < LOOKS; ) {
      parked = allParked() ? parked + 1 : 0;
      if (System.nanoTime() - start > DEADLINE_NANOS) {
        throw new IllegalStateException("the line does not come to rest");
      }
      LockSupport.parkNanos(LOOK_NANOS);
    }
  }

  /** Without a stream: what it allocates would count as the line's in a profile. */
  private boolean allParked() {
    for (Thread thread : threads) {
      if (!isParked(thread)) {
        return false;
      }
    }
    return true;
  }

  private static boolean isParked(Thread thread) {
    Thread.State state = thread.getState();
    return state == Thread.State.WAITING || state == Thread.State.TIMED_WAITING;
  }

  /** The processor time of all together, so far. */
  long cpuNanos() {
    return cpuNanos("");
  }

  /** The processor time, so far, of those whose name has this in it. */
  long cpuNanos(String inName) {
    long sum = 0;
    for (Thread thread : threads) {
      if (thread.getName().contains(inName)) {
        sum += alive(THREADS.getThreadCpuTime(id(thread)), thread);
      }
    }
    return sum;
  }

  /** What all together have allocated so far. */
  long allocatedBytes() {
    long sum = 0;
    for (Thread thread : threads) {
      sum += alive(THREADS.getThreadAllocatedBytes(id(thread)), thread);
    }
    return sum;
  }

  boolean include(long threadId) {
    return threads.stream().anyMatch(thread -> id(thread) == threadId);
  }

  private static long alive(long value, Thread thread) {
    if (value < 0) {
      throw new IllegalStateException(thread + " is gone, or can't be measured");
    }
    return value;
  }

  private static long id(Thread thread) {
    return thread.getId();
  }
}
