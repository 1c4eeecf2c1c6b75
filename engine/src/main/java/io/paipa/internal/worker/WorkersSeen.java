package io.paipa.internal.worker;

import java.util.IdentityHashMap;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * What workers in the step's code are at, at one look. Those that park for one and the same object
 * wait for each other, or for something that they share, such as a pool of connections. One that
 * parks alone waits for something else, such as an answer; unless what it parks for is a lock.
 */
final class WorkersSeen {
  private static final String LOCKS = "java.util.concurrent.locks.Reentrant";

  private final IdentityHashMap<Object, Integer> parkedFor = new IdentityHashMap<>();
  private int inCode;
  private int runnable;
  private int monitors;

  void add(Thread thread) {
    inCode++;
    Thread.State state = thread.getState();
    if (state == Thread.State.RUNNABLE) {
      runnable++;
    } else if (state == Thread.State.BLOCKED) {
      monitors++;
    } else {
      addParked(LockSupport.getBlocker(thread));
    }
  }

  private void addParked(@Nullable Object blocker) {
    if (blocker != null) {
      parkedFor.merge(blocker, 1, Integer::sum);
    }
  }

  int inCode() {
    return inCode;
  }

  /** How many run, or could; or wait in a call of the system's, such as a read from a socket. */
  int runnable() {
    return runnable;
  }

  /** How many wait for a lock, or for what they share. */
  int locked() {
    int locked = monitors;
    for (Map.Entry<Object, Integer> parked : parkedFor.entrySet()) {
      boolean isLock = parked.getKey().getClass().getName().startsWith(LOCKS);
      locked += isLock || parked.getValue() > 1 ? parked.getValue() : 0;
    }
    return locked;
  }
}
