package io.paipa.internal.worker;

import io.paipa.internal.platform.CallersInterrupt;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What the instances of a step share, one object of a class; under a lock in which they are made.
 */
final class SharedObjects {
  private final Run run;
  private final UserCode userCode;
  private final String stepName;
  private final ReentrantLock lock = new ReentrantLock();
  private final List<Object> keys = new ArrayList<>();
  private final List<Object> values = new ArrayList<>();

  SharedObjects(Run run, UserCode userCode, String stepName) {
    this.run = run;
    this.userCode = userCode;
    this.stepName = stepName;
  }

  /** Gives the object of a class; makes it if there is none. */
  <T> T get(Class<T> key, Callable<? extends T> ifAbsent) throws Exception {
    lock.lockInterruptibly();
    try {
      int index = keys.indexOf(key);
      if (index >= 0) {
        return key.cast(values.get(index));
      }
      T value =
          Objects.requireNonNull(
              ifAbsent.call(), () -> "shared " + key.getName() + ": ifAbsent gave null");
      keys.add(key);
      values.add(value);
      return value;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Closes them, in reverse order of their making. After all workers have ended. Each is closed
   * without an interrupt that came before, be it the end's, or left by user code; a caller that
   * starts the pipeline finds its own afterwards.
   */
  void close() {
    CallersInterrupt interrupt = CallersInterrupt.setAside();
    lock.lock();
    try {
      for (int i = values.size() - 1; i >= 0; i--) {
        if (values.get(i) instanceof AutoCloseable closeable) {
          close(closeable, interrupt);
        }
      }
      keys.clear();
      values.clear();
    } finally {
      lock.unlock();
      interrupt.giveBack();
    }
  }

  private void close(AutoCloseable closeable, CallersInterrupt interrupt) {
    boolean endedBefore = userCode.awaitEnd();
    try {
      closeable.close();
    } catch (Throwable t) {
      interrupt.add(t);
      if (!userCode.isOfTheEnd(t, endedBefore)) {
        run.fail("closing a shared object failed", stepName, null, 0, t);
      }
    }
    interrupt.add();
  }
}
