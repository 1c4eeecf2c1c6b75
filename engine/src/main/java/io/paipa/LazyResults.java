package io.paipa;

import java.util.Objects;
import java.util.Spliterator;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * The results of a pipeline that is started when the first of them is asked for. Closed before
 * that, it closes the source, as every pipeline does that was never started.
 */
final class LazyResults {
  private LazyResults() {}

  static <T, R> Stream<R> mapping(
      Iterable<? extends T> source,
      StepOptions<? super T> options,
      CheckedFunction<? super T, ? extends R> function) {
    Objects.requireNonNull(source, "mapConcurrent: null is no source");
    Objects.requireNonNull(options, "mapConcurrent: null; workers(n) says how many threads");
    Objects.requireNonNull(function, "mapConcurrent: null is not a function");
    Builder<T, R> builder =
        Pipeline.<T>named("mapConcurrent").daemon(true).map("map", options, function);
    Pipeline<T, R> pipeline = builder.build();
    pipeline.putIterable(source);
    return of(pipeline);
  }

  private static <R> Stream<R> of(Pipeline<?, R> pipeline) {
    AtomicReference<@Nullable Stream<R>> started = new AtomicReference<>();
    return StreamSupport.stream(
            () -> {
              Stream<R> results = pipeline.results();
              started.set(results);
              return results.spliterator();
            },
            Spliterator.ORDERED | Spliterator.NONNULL,
            false)
        .onClose(
            () -> {
              Stream<R> results = started.get();
              if (results == null) {
                pipeline.close();
              } else {
                results.close(); // it does not throw what nobody has asked for
              }
            });
  }
}
