package io.paipa.internal.platform;

/** Interrupts threads. */
public final class Interrupts {
  private Interrupts() {}

  /**
   * Interrupts a thread. It may be interrupted in a channel of the user's, whose closing throws. An
   * {@code interrupt()} of a thread class of the user's may throw, too. The other threads that are
   * to be interrupted, and the threads that wait for that, must not mind.
   *
   * @param thread the thread
   */
  public static void send(Thread thread) {
    try {
      thread.interrupt();
    } catch (Throwable t) {
      // the flag is set before
    }
  }
}
