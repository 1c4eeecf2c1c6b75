package io.paipa.coroutine;

/** What the current thread has used so far, as far as the JVM tells; 0 where it does not. */
class ThreadMeter {
  /** The best that this JVM has: the modules for more may be missing. */
  static ThreadMeter best() {
    try {
      return new ManagedThreadMeter();
    } catch (LinkageError | UnsupportedOperationException | ClassCastException e) {
      return new ThreadMeter();
    }
  }

  boolean tellsProcessorTime() {
    return false;
  }

  boolean tellsAllocation() {
    return false;
  }

  long processorNanos() {
    return 0;
  }

  long userNanos() {
    return 0;
  }

  long allocatedBytes() {
    return 0;
  }
}
