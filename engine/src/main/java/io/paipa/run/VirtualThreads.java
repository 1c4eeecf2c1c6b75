package io.paipa.run;

import java.lang.reflect.Method;
import java.util.concurrent.ThreadFactory;
import org.jspecify.annotations.Nullable;

/** Virtual threads, where the JDK has them; found by reflection, since Java 17 does not. */
public final class VirtualThreads {
  private static final @Nullable ThreadFactory FACTORY = find();

  private VirtualThreads() {}

  private static @Nullable ThreadFactory find() {
    try {
      Object builder = Thread.class.getMethod("ofVirtual").invoke(null);
      Method factory = Class.forName("java.lang.Thread$Builder").getMethod("factory");
      return (ThreadFactory) factory.invoke(builder);
    } catch (ReflectiveOperationException | UnsupportedOperationException e) {
      return null; // older than JDK 21, or a preview that is not enabled
    }
  }

  /**
   * Whether this JDK has them.
   *
   * @return true from JDK 21 on
   */
  public static boolean areSupported() {
    return FACTORY != null;
  }

  static ThreadFactory factory() {
    if (FACTORY == null) {
      throw new IllegalStateException("this JDK has no virtual threads");
    }
    return FACTORY;
  }
}
