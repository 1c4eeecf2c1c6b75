package io.paipa.internal.life;

/**
 * What the pipeline knows of its results once they are open: whether they still are, and who pulls
 * them. Written by the thread that pulls, one at a time; read by any. It leads nowhere: the
 * pipeline, and user code that knows it, must not hold the results. Else nobody could find out that
 * the user has let go of them.
 */
final class ResultsReader {
  private volatile Thread puller = Thread.currentThread();
  private volatile boolean over;

  /** Whether not all was pulled yet. */
  boolean isOpen() {
    return !over;
  }

  /** Whether a thread is the one that pulls. */
  boolean isBy(Thread thread) {
    return puller == thread;
  }

  void by(Thread thread) {
    puller = thread;
  }

  void end() {
    over = true;
  }
}
