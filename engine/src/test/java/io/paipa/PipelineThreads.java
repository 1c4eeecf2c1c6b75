package io.paipa;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** What a pipeline's own threads are up to, and what they have cost. */
final class PipelineThreads {
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private final String prefix;

  PipelineThreads(String pipelineName) {
    this.prefix = pipelineName + "-";
  }

  List<Thread> all() {
    return Thread.getAllStackTraces().keySet().stream()
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
    return all().stream().mapToLong(thread -> THREADS.getThreadCpuTime(id(thread))).sum();
  }

  /** How often they have waited so far: a thread that is woken waits once more. */
  long waits() {
    return infos().mapToLong(ThreadInfo::getWaitedCount).sum();
  }

  private Stream<ThreadInfo> infos() {
    long[] ids = all().stream().mapToLong(PipelineThreads::id).toArray();
    return Stream.of(THREADS.getThreadInfo(ids)).filter(Objects::nonNull);
  }

  @SuppressWarnings("deprecation") // threadId() came with Java 19
  static long id(Thread thread) {
    return thread.getId();
  }
}
