package io.paipa.internal.platform;

import java.security.AccessControlContext;
import java.security.AccessController;
import java.security.PrivilegedAction;
import java.security.ProtectionDomain;

/**
 * Makes the threads that are no pipeline's own: daemons that take nothing over from the thread that
 * happens to need one. They inherit neither its context class loader nor its inheritable
 * thread-locals, thread group and priority. Nor do they inherit, before JDK 24, its access control
 * context, which holds the class loaders of all code on its stack. What a thread inherits can't be
 * unloaded while it lives: a web application, for example.
 */
@SuppressWarnings("removal") // before JDK 24 nothing else keeps the access control context out
public final class ClockThreads {
  private static final String NAME = "paipa-clock";

  /** From this JDK on, threads inherit no such context, and the classes for it may be gone. */
  private static final int NO_ACCESS_CONTROL = 24;

  private ClockThreads() {}

  /**
   * Makes a thread, not started.
   *
   * @param work what it runs
   * @return the thread
   */
  public static Thread of(Runnable work) {
    if (Runtime.version().feature() >= NO_ACCESS_CONTROL) {
      return make(work);
    }
    PrivilegedAction<Thread> making = () -> make(work);
    return AccessController.doPrivileged(making, new AccessControlContext(new ProtectionDomain[0]));
  }

  private static Thread make(Runnable work) {
    Thread thread = new Thread(topmostGroup(), work, NAME, 0, false);
    thread.setDaemon(true);
    thread.setPriority(Thread.NORM_PRIORITY);
    thread.setContextClassLoader(ClockThreads.class.getClassLoader());
    return thread;
  }

  private static ThreadGroup topmostGroup() {
    ThreadGroup group = Thread.currentThread().getThreadGroup();
    for (ThreadGroup parent = group; parent != null; parent = parent.getParent()) {
      group = parent;
    }
    return group;
  }
}
