package io.paipa;

import java.util.Objects;
import java.util.Spliterator;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** The results of a pipeline that is built and started when the first of them is asked for. */
final class LazyResults {
  private LazyResults() {}

  static <I, O> Stream<O> of(Builder<I, O> builder, Iterable<? extends I> source) {
    AtomicReference<@Nullable Pipeline<I, O>> started = new AtomicReference<>();
    return StreamSupport.stream(
            () -> {
              Pipeline<I, O> pipeline = builder.build();
              started.set(pipeline);
              pipeline.putIterable(source);
              return pipeline.results().spliterator();
            },
            Spliterator.ORDERED | Spliterator.NONNULL,
            false)
        .onClose(
            () -> {
              Pipeline<I, O> pipeline = started.get();
              if (pipeline != null) {
                pipeline.close();
              }
            });
  }

  static <T, R> Stream<R> mapping(
      Iterable<? extends T> source,
      StepOptions<? super T> options,
      CheckedFunction<? super T, ? extends R> function) {
    Objects.requireNonNull(source, "mapConcurrent: null is no source");
    Objects.requireNonNull(options, "mapConcurrent: null; workers(n) says how many threads");
    Objects.requireNonNull(function, "mapConcurrent: null is not a function");
    Builder<T, R> builder =
        Pipeline.<T>named("mapConcurrent").daemon(true).map("map", options, function);
    return of(builder, source);
  }
}
