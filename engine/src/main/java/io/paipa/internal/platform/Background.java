package io.paipa.internal.platform;

/**
 * Threads for the user code and the logs to which the clock leads, since its own thread must not
 * wait for them. Not those of the common pool: a user's pipelines may have all of them wait. There
 * is one for each piece of work, and it ends with that: what user code leaves in it, in a
 * thread-local, is not kept for the next.
 */
public final class Background {
  private Background() {}

  /**
   * Has a thread run it.
   *
   * @return false if there is no thread to be had
   */
  public static boolean runs(Runnable work) {
    try {
      ClockThreads.of(work).start();
      return true;
    } catch (OutOfMemoryError e) {
      return false; // the JVM has no threads left; to be tried again
    }
  }
}
