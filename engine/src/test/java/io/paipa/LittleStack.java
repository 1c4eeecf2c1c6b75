package io.paipa;

import java.util.concurrent.atomic.AtomicLong;

/** Threads that have little stack, and calls that use it up; and pipelines to be called. */
final class LittleStack {
  static final String NAME = "overflow";
  static final long STACK_BYTES = 256 * 1024;
  static final int DESCENTS = 40;

  /** An overflow takes milliseconds: not each level is tried. */
  private static final int STRIDE = 4;

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

  /** Calls where the stack is out, and on the way back, until there is enough of it. */
  @SuppressWarnings("InfiniteRecursion") // that is what is tested
  static void atTheEdgeOf(Call call, int level) throws InterruptedException {
    try {
      atTheEdgeOf(call, level + 1);
      return;
    } catch (StackOverflowError overflow) {
      if (level % STRIDE != 0) {
        throw overflow; // some levels higher there is a little more
      }
    }
    call.make();
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
