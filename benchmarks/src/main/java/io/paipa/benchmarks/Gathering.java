package io.paipa.benchmarks;

import java.lang.reflect.Method;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * {@code stream.gather(Gatherers.mapConcurrent(threads, function))} of JDK 24 and newer: virtual
 * threads, results in the order of the items. Found when the program runs, since it is compiled for
 * older ones.
 */
final class Gathering {
  private Gathering() {}

  static boolean isSupported() {
    return Runtime.version().feature() >= 24;
  }

  @SuppressWarnings("unchecked") // the gatherer's function says what comes out
  static <T, R> Stream<R> mapConcurrent(
      Stream<T> items, int threads, Function<? super T, ? extends R> function) {
    if (!isSupported()) {
      throw new IllegalArgumentException("engine: gatherers need JDK 24 or newer");
    }
    try {
      Method make =
          Class.forName("java.util.stream.Gatherers")
              .getMethod("mapConcurrent", int.class, Function.class);
      Method gather = Stream.class.getMethod("gather", Class.forName("java.util.stream.Gatherer"));
      return (Stream<R>) gather.invoke(items, make.invoke(null, threads, function));
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("this JDK's gatherers are not as expected", e);
    }
  }
}
