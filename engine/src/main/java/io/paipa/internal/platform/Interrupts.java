package io.paipa.internal.platform;

/** Interrupts threads. */
public final class Interrupts {
  private Interrupts() {}

  /**
   * Interrupts a thread. What it is interrupted in may be a channel of the user's, whose closing
   * throws, as may an {@code interrupt()} of a thread class of the user's: the others that are to
   * be interrupted, and who waits for that, must not mind.
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
