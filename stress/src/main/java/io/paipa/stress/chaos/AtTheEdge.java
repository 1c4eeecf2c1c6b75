package io.paipa.stress.chaos;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * Calls the engine where the stack is nearly used up, and again with a little more of it, until the
 * call gets through. So each of its calls overflows once, somewhere, and nothing may come of those.
 * That takes up to half a second of processor time. So it is done a few times only, and then the
 * call is made as it is: else a flood of outputs would look like user code that does not return.
 */
final class AtTheEdge {
  /** A call of the engine. */
  @FunctionalInterface
  interface Call {
    void make() throws InterruptedException;
  }

  private static final int CALLS = 3;

  private final AtomicInteger calls = new AtomicInteger();

  void call(Call call) throws InterruptedException {
    if (calls.getAndIncrement() < CALLS) {
      descend(call);
    } else {
      call.make();
    }
  }

  @SuppressWarnings("InfiniteRecursion") // that is what it is for
  private static void descend(Call call) throws InterruptedException {
    try {
      descend(call);
    } catch (StackOverflowError expected) {
      call.make(); // which may overflow, too: then the caller of this tries
    }
  }
}
