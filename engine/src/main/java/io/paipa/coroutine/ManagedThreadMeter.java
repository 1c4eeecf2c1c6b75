package io.paipa.coroutine;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/**
 * Asks the JVM's management. Its class can't be loaded where the modules {@code java.management}
 * and {@code jdk.management} are missing.
 */
final class ManagedThreadMeter extends ThreadMeter {
  private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private final boolean processorTime =
      threads.isCurrentThreadCpuTimeSupported() && threads.isThreadCpuTimeEnabled();
  private final boolean allocation =
      threads.isThreadAllocatedMemorySupported() && threads.isThreadAllocatedMemoryEnabled();

  @Override
  boolean tellsProcessorTime() {
    return processorTime;
  }

  @Override
  boolean tellsAllocation() {
    return allocation;
  }

  @Override
  long processorNanos() {
    return processorTime ? threads.getCurrentThreadCpuTime() : 0;
  }

  @Override
  long userNanos() {
    return processorTime ? threads.getCurrentThreadUserTime() : 0;
  }

  @Override
  long allocatedBytes() {
    return allocation ? threads.getCurrentThreadAllocatedBytes() : 0;
  }
}
