package io.paipa.live;

import java.lang.System.Logger.Level;

/**
 * Does what is to be done again and again: whatever it throws is logged, and goes no further. An
 * executor does a task no more that has thrown once. As safe for several threads as the task.
 *
 * @param what the words of the log, as in "the live page could not look"
 * @param task is done
 */
record Lasting(String what, Runnable task) implements Runnable {
  private static final System.Logger LOG = System.getLogger("io.paipa");

  @Override
  public void run() {
    try {
      task.run();
    } catch (Throwable t) { // an Error, too: such as no memory for a moment
      log(t);
    }
  }

  private void log(Throwable thrown) {
    try {
      LOG.log(Level.WARNING, what, thrown);
    } catch (Throwable t) {
      // the program's own log fails: there is nobody to tell
    }
  }
}
