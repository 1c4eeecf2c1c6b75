package io.paipa.benchmarks;

import java.lang.reflect.Method;
import java.util.concurrent.ThreadFactory;

/** Virtual threads, by reflection: this compiles for Java 17. */
final class VirtualThreads {
  private VirtualThreads() {}

  static ThreadFactory factory() {
    try {
      Object builder = Thread.class.getMethod("ofVirtual").invoke(null);
      Method factory = Class.forName("java.lang.Thread$Builder").getMethod("factory");
      return (ThreadFactory) factory.invoke(builder);
    } catch (ReflectiveOperationException e) {
      throw new UnsupportedOperationException("virtual threads need JDK 21", e);
    }
  }
}
