package io.paipa.run;

import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Threads for what all runs do by the clock, since the JDK's timer thread must not wait for user
 * code or a log. Not those of the common pool: a user's pipelines may have all of them wait. They
 * are daemons, made when they are needed, and gone when they are not.
 */
final class Background {
  private static final long KEEP_ALIVE_SECONDS = 5;
  private static final ThreadPoolExecutor THREADS =
      new ThreadPoolExecutor(
          0,
          Integer.MAX_VALUE,
          KEEP_ALIVE_SECONDS,
          TimeUnit.SECONDS,
          new SynchronousQueue<>(),
          Background::thread);

  private Background() {}

  /** Nothing of whoever happens to need the first one is kept by it. */
  private static Thread thread(Runnable work) {
    Thread thread = new Thread(null, work, "paipa-clock", 0, false);
    thread.setDaemon(true);
    thread.setContextClassLoader(Background.class.getClassLoader());
    return thread;
  }

  /**
   * Has a thread run it.
   *
   * @return false if there is no thread to be had
   */
  static boolean runs(Runnable work) {
    try {
      THREADS.execute(work);
      return true;
    } catch (RejectedExecutionException | OutOfMemoryError e) {
      return false; // the JVM has no threads left; to be tried again
    }
  }
}
