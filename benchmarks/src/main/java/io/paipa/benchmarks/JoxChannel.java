package io.paipa.benchmarks;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodHandles.Lookup;
import java.lang.invoke.MethodType;

/**
 * A buffered channel of Jox, whose classes a compiler for Java 17 can't read. Once compiled, a call
 * of a constant method handle is a direct call.
 */
final class JoxChannel {
  private static final MethodHandle CREATE;
  private static final MethodHandle SEND;
  private static final MethodHandle RECEIVE_OR_CLOSED;
  private static final MethodHandle DONE;

  static {
    try {
      Class<?> type = Class.forName("com.softwaremill.jox.Channel");
      Lookup lookup = MethodHandles.lookup();
      CREATE =
          lookup
              .findStatic(type, "newBufferedChannel", MethodType.methodType(type, int.class))
              .asType(MethodType.methodType(Object.class, int.class));
      SEND = method(lookup, type, "send", MethodType.methodType(void.class, Object.class));
      RECEIVE_OR_CLOSED =
          method(lookup, type, "receiveOrClosed", MethodType.methodType(Object.class));
      DONE = method(lookup, type, "done", MethodType.methodType(void.class));
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("Not the Jox that this was written for", e);
    }
  }

  private final Object channel;

  JoxChannel(int capacity) throws InterruptedException {
    try {
      channel = (Object) CREATE.invokeExact(capacity);
    } catch (Throwable e) {
      throw failure(e);
    }
  }

  /** Waits for room. */
  void send(Object item) throws InterruptedException {
    try {
      SEND.invokeExact(channel, item);
    } catch (Throwable e) {
      throw failure(e);
    }
  }

  /** Waits for an item; gives something else when the channel is done. */
  Object receiveOrClosed() throws InterruptedException {
    try {
      return (Object) RECEIVE_OR_CLOSED.invokeExact(channel);
    } catch (Throwable e) {
      throw failure(e);
    }
  }

  /** Says that nothing follows. */
  void done() throws InterruptedException {
    try {
      DONE.invokeExact(channel);
    } catch (Throwable e) {
      throw failure(e);
    }
  }

  private static MethodHandle method(
      Lookup lookup, Class<?> owner, String name, MethodType signature)
      throws ReflectiveOperationException {
    MethodHandle method = lookup.findVirtual(owner, name, signature);
    return method.asType(method.type().changeParameterType(0, Object.class));
  }

  private static RuntimeException failure(Throwable e) throws InterruptedException {
    if (e instanceof InterruptedException interruption) {
      throw interruption;
    }
    return new IllegalStateException(e);
  }
}
