package io.paipa;

import java.util.concurrent.atomic.AtomicLong;

/** Threads that have little stack, and calls that use it up; and pipelines to be called. */
final class LittleStack {
  static final String NAME = "overflow";
  static final long STACK_BYTES = 256 * 1024;
  static final int DESCENTS = 40;

  private LittleStack() {}

  /** What is called at each level. */
  interface Call {
    void make() throws InterruptedException;
  }

  /** Calls until the stack is out; each level may need more of it than the engine's call did. */
  @SuppressWarnings("InfiniteRecursion") // that is what is tested
  static void descend(Call call) throws InterruptedException {
    call.make();
    descend(call);
  }

  static void descendAndGoOn(Call call) throws InterruptedException {
    try {
      descend(call);
    } catch (StackOverflowError expected) {
      // as the worker of a thread pool survives it
    }
  }

  static Thread small(Runnable work, int round) {
    return new Thread(null, work, "producer", STACK_BYTES + round * 48L);
  }

  static Builder<Integer, Void> counting(AtomicLong count, int capacity) {
    return Pipeline.<Integer>named(NAME)
        .map("same", (Integer item) -> item)
        .workers(2)
        .capacity(capacity)
        .sink("count", item -> count.incrementAndGet());
  }
}
