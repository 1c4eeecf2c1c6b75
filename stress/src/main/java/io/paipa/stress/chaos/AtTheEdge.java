package io.paipa.stress.chaos;

/**
 * Calls the engine where the stack is nearly used up, and again with a little more of it, until the
 * call gets through: so each of its calls overflows once, somewhere, and nothing may come of those.
 */
final class AtTheEdge {
  /** A call of the engine. */
  @FunctionalInterface
  interface Call {
    void make() throws InterruptedException;
  }

  private AtTheEdge() {}

  @SuppressWarnings("InfiniteRecursion") // that is what it is for
  static void call(Call call) throws InterruptedException {
    try {
      call(call);
    } catch (StackOverflowError expected) {
      call.make(); // which may overflow, too: then the caller of this tries
    }
  }
}
