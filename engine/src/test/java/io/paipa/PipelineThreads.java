package io.paipa;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** What a pipeline's own threads are up to, and what they have cost. */
final class PipelineThreads {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private final String prefix;

  PipelineThreads(String pipelineName) {
    this.prefix = pipelineName + "-";
  }

  List<Thread> all() {
    Thread[] some = new Thread[4_096]; // cheaper than all with their stack traces
    int count = Thread.currentThread().getThreadGroup().enumerate(some);
    return Stream.of(some)
        .limit(count)
        .filter(thread -> thread.getName().startsWith(prefix))
        .toList();
  }

  Thread named(String name) {
    return all().stream()
        .filter(thread -> thread.getName().equals(prefix + name))
        .findFirst()
        .orElseThrow();
  }

  /** Waits until all of them wait, so many as there have to be. */
  void awaitIdle(int count) {
    Threads.await(
        () -> {
          List<Thread> threads = all();
          return threads.size() == count && threads.stream().allMatch(PipelineThreads::waits);
        });
  }

  static boolean waits(Thread thread) {
    Thread.State state = thread.getState();
    return state == Thread.State.WAITING || state == Thread.State.TIMED_WAITING;
  }

  /** The processor time that all of them have used so far. */
  long cpuNanos() {
    return all().stream().mapToLong(thread -> THREADS.getThreadCpuTime(thread.getId())).sum();
  }

  /** The memory that all of them have allocated so far. */
  long allocatedBytes() {
    return LongStream.of(THREADS.getThreadAllocatedBytes(ids())).sum();
  }

  /** How often each has waited so far: a thread that is woken waits once more. */
  Map<Long, Long> waits() {
    return Stream.of(THREADS.getThreadInfo(ids()))
        .filter(Objects::nonNull)
        .collect(Collectors.toMap(ThreadInfo::getThreadId, ThreadInfo::getWaitedCount));
  }

  private long[] ids() {
    return all().stream().mapToLong(Thread::getId).toArray();
  }
}
