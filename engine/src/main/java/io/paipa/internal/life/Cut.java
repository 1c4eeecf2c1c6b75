package io.paipa.internal.life;

import java.lang.ref.WeakReference;

/**
 * Somebody's wish to end a run before all is done. Immutable. It does not keep the thread, which
 * may outlive the run, or end before it.
 *
 * @param drains whether what was accepted is worked off
 * @param by whose wish it was
 * @param threadName the name of that thread
 */
record Cut(boolean drains, WeakReference<Thread> by, String threadName) {
  static Cut byCaller(boolean drains) {
    Thread caller = Thread.currentThread();
    return new Cut(drains, new WeakReference<>(caller), caller.getName());
  }

  /** Whether it was another thread's wish. */
  boolean isOthers() {
    return !by.refersTo(Thread.currentThread());
  }
}
