package io.paipa.internal.platform;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.util.concurrent.ThreadFactory;
import org.jspecify.annotations.Nullable;

/** Virtual threads, where the JDK has them; found by reflection, since Java 17 does not. */
public final class VirtualThreads {
  /** Why none of them works for a step that spins or yields, as the end of a message. */
  public static final String MAY_NOT_POLL =
      "they exclude Waiting.busySpin() and yielding(), which would keep other virtual threads from"
          + " running; use Waiting.parking()";

  private static final @Nullable ThreadFactory FACTORY = findFactory();
  private static final @Nullable MethodHandle IS_VIRTUAL = findIsVirtual();

  private VirtualThreads() {}

  private static @Nullable ThreadFactory findFactory() {
    try {
      Object builder = Thread.class.getMethod("ofVirtual").invoke(null);
      Method factory = Class.forName("java.lang.Thread$Builder").getMethod("factory");
      return (ThreadFactory) factory.invoke(builder);
    } catch (ReflectiveOperationException | UnsupportedOperationException e) {
      return null; // older than JDK 21, or a preview that is not enabled
    }
  }

  private static @Nullable MethodHandle findIsVirtual() {
    try {
      return MethodHandles.publicLookup()
          .findVirtual(Thread.class, "isVirtual", MethodType.methodType(boolean.class));
    } catch (ReflectiveOperationException e) {
      return null;
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

  /**
   * Makes them.
   *
   * @return the factory
   * @throws IllegalStateException if this JDK has none
   */
  public static ThreadFactory factory() {
    if (FACTORY == null) {
      throw new IllegalStateException("this JDK has no virtual threads");
    }
    return FACTORY;
  }

  /**
   * Whether the calling thread is one. Such a thread may not poll, not even where it yields: as
   * many as there are cores would keep all others from running, also the one that would end their
   * wait.
   *
   * @return true if so
   */
  public static boolean isCaller() {
    return isVirtual(Thread.currentThread());
  }

  /**
   * Whether a thread is one, started or not.
   *
   * @param thread the thread
   * @return true if so
   */
  public static boolean isVirtual(Thread thread) {
    if (IS_VIRTUAL == null) {
      return false;
    }
    try {
      return (boolean) IS_VIRTUAL.invokeExact(thread);
    } catch (Throwable t) {
      throw new AssertionError(t); // it throws nothing
    }
  }
}
