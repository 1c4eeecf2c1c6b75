package io.paipa;

import io.paipa.internal.assembly.PipelinePlanner;
import io.paipa.internal.life.PipelineRun;
import io.paipa.internal.pausing.PausingMap;
import io.paipa.internal.platform.StackReserve;
import io.paipa.internal.platform.TimeSource;
import io.paipa.internal.step.StreamIterator;
import java.util.stream.Stream;

/**
 * The one door from what users import to what runs it. Nothing else in this package knows what is
 * behind it.
 */
final class Door {
  private Door() {}

  /** A pipeline that can be started, as its user described it. */
  static <I, O> Pipeline<I, O> open(PipelineDefinition<I, O> pipeline) {
    return open(pipeline, TimeSource.SYSTEM);
  }

  /** With a clock of its own, for tests of what depends on time. */
  static <I, O> Pipeline<I, O> open(PipelineDefinition<I, O> pipeline, TimeSource time) {
    return new PipelineRun<>(new PipelinePlanner(pipeline).plan(time));
  }

  /** One function over a source; the options are those of a pipeline's one step. */
  static <T, R> Stream<R> map(
      PipelineDefinition<?, ?> options,
      Iterable<? extends T> source,
      CheckedFunction<? super T, ? extends R> function) {
    return map(options, source, function, TimeSource.SYSTEM);
  }

  /** With a clock of its own, for tests. */
  static <T, R> Stream<R> map(
      PipelineDefinition<?, ?> options,
      Iterable<? extends T> source,
      CheckedFunction<? super T, ? extends R> function,
      TimeSource time) {
    PausingMap<R> map = new PausingMap<>(source, function);
    return map.results(new PipelinePlanner(options).plan(time));
  }

  /** Before something is changed that must not be left half done for want of stack. */
  static void ensureStack() {
    StackReserve.ensure();
  }

  /** As an iterator step: what a function makes of a stream of the items. */
  static <T, R> IteratorStep<T, R> iterate(StreamFunction<T, R> function) {
    return items -> StreamIterator.over(items, function);
  }
}
