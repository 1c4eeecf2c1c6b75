package io.paipa;

import com.google.errorprone.annotations.CheckReturnValue;
import java.io.Serializable;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ThreadFactory;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Describes a pipeline, step by step. Immutable: each call returns a new builder, so one
 * description can be the beginning of several, and build any number of pipelines. A call whose
 * result is ignored does nothing.
 *
 * <p>A builder is serialisable as far as its functions are: the steps, their options and the
 * defaults travel; thread factory, callback, tracker and reporter stay behind.
 *
 * <p>Every argument has to be given (null is refused with {@link NullPointerException}). Step names
 * are not blank and differ within the pipeline. Of a setting of the pipeline that is given twice,
 * the last counts.
 *
 * @param <I> type of the items put in
 * @param <T> type of the outputs of the last step so far
 */
@CheckReturnValue
public interface Builder<I, T> extends Serializable {
  /**
   * Adds a step that gives one output for each item.
   *
   * @param name the step's name
   * @param options how it is staffed, and more
   * @param function from an item to an output, shared by the workers; null results are refused
   * @param <R> type of the outputs
   * @return a builder with the step
   */
  <R> Builder<I, R> map(
      String name,
      StepOptions<? super T> options,
      CheckedFunction<? super T, ? extends R> function);

  /**
   * As {@link #map(String, StepOptions, CheckedFunction)}, with a number of workers.
   *
   * @param name the step's name
   * @param workers how many workers, at least 1
   * @param function from an item to an output, shared by the workers; null results are refused
   * @param <R> type of the outputs
   * @return a builder with the step
   */
  default <R> Builder<I, R> map(
      String name, int workers, CheckedFunction<? super T, ? extends R> function) {
    return map(name, StepOptions.workers(workers), function);
  }

  /**
   * Adds a step that keeps the items that a predicate accepts; the others count as skipped.
   *
   * @param name the step's name
   * @param options how it is staffed, and more
   * @param predicate true to keep an item, shared by the workers
   * @return a builder with the step
   */
  Builder<I, T> filter(
      String name, StepOptions<? super T> options, CheckedPredicate<? super T> predicate);

  /**
   * As {@link #filter(String, StepOptions, CheckedPredicate)}, with a number of workers.
   *
   * @param name the step's name
   * @param workers how many workers, at least 1
   * @param predicate true to keep an item, shared by the workers
   * @return a builder with the step
   */
  default Builder<I, T> filter(String name, int workers, CheckedPredicate<? super T> predicate) {
    return filter(name, StepOptions.workers(workers), predicate);
  }

  /**
   * Adds a step that gives a stream of outputs for each item. The stream is pulled one by one. The
   * worker closes it before the attempt is over: at its end, when it fails, and when an output
   * can't be emitted, for example since the pipeline has ended. What closing throws is a failure of
   * the item, or suppressed in the failure that came before.
   *
   * @param name the step's name
   * @param options how it is staffed, and more
   * @param function from an item to a stream, never null, shared by the workers
   * @param <R> type of the outputs
   * @return a builder with the step
   */
  <R> Builder<I, R> flatMap(
      String name,
      StepOptions<? super T> options,
      CheckedFunction<? super T, ? extends Stream<? extends R>> function);

  /**
   * As {@link #flatMap(String, StepOptions, CheckedFunction)}, with a number of workers.
   *
   * @param name the step's name
   * @param workers how many workers, at least 1
   * @param function from an item to a stream, never null, shared by the workers
   * @param <R> type of the outputs
   * @return a builder with the step
   */
  default <R> Builder<I, R> flatMap(
      String name,
      int workers,
      CheckedFunction<? super T, ? extends Stream<? extends R>> function) {
    return flatMap(name, StepOptions.workers(workers), function);
  }

  /**
   * Adds a step that gives the elements of an iterable for each item: {@code dir ->
   * Files.newDirectoryStream(dir)}. The iterator, and then the iterable, are closed as {@link
   * #flatMap(String, StepOptions, CheckedFunction)} closes a stream, each once, if they are {@link
   * AutoCloseable}. A retry calls the function again, which has to give a new iterable then.
   *
   * @param name the step's name
   * @param options how it is staffed, and more
   * @param function from an item to an iterable, never null, shared by the workers
   * @param <R> type of the outputs
   * @return a builder with the step
   */
  <R> Builder<I, R> flatMapIterable(
      String name,
      StepOptions<? super T> options,
      CheckedFunction<? super T, ? extends Iterable<? extends R>> function);

  /**
   * As {@link #flatMapIterable(String, StepOptions, CheckedFunction)}, with a number of workers.
   *
   * @param name the step's name
   * @param workers how many workers, at least 1
   * @param function from an item to an iterable, never null, shared by the workers
   * @param <R> type of the outputs
   * @return a builder with the step
   */
  default <R> Builder<I, R> flatMapIterable(
      String name,
      int workers,
      CheckedFunction<? super T, ? extends Iterable<? extends R>> function) {
    return flatMapIterable(name, StepOptions.workers(workers), function);
  }

  /**
   * Adds a step that emits any number of outputs for each item.
   *
   * @param name the step's name
   * @param options how it is staffed, and more
   * @param function emits the outputs, shared by the workers
   * @param <R> type of the outputs
   * @return a builder with the step
   */
  <R> Builder<I, R> mapMulti(
      String name, StepOptions<? super T> options, MultiFunction<? super T, R> function);

  /**
   * As {@link #mapMulti(String, StepOptions, MultiFunction)}, with a number of workers.
   *
   * @param name the step's name
   * @param workers how many workers, at least 1
   * @param function emits the outputs, shared by the workers
   * @param <R> type of the outputs
   * @return a builder with the step
   */
  default <R> Builder<I, R> mapMulti(
      String name, int workers, MultiFunction<? super T, R> function) {
    return mapMulti(name, StepOptions.workers(workers), function);
  }

  /**
   * Adds a step that does something with each item and passes it on.
   *
   * @param name the step's name
   * @param options how it is staffed, and more
   * @param action what to do, shared by the workers
   * @return a builder with the step
   */
  Builder<I, T> peek(
      String name, StepOptions<? super T> options, CheckedConsumer<? super T> action);

  /**
   * As {@link #peek(String, StepOptions, CheckedConsumer)}, with a number of workers.
   *
   * @param name the step's name
   * @param workers how many workers, at least 1
   * @param action what to do, shared by the workers
   * @return a builder with the step
   */
  default Builder<I, T> peek(String name, int workers, CheckedConsumer<? super T> action) {
    return peek(name, StepOptions.workers(workers), action);
  }

  /**
   * Adds a step that consumes the items. As the last step, what it consumed is the pipeline's
   * {@link Pipeline#count}.
   *
   * @param name the step's name
   * @param options how it is staffed, and more
   * @param action what to do, shared by the workers
   * @return a builder with the step
   */
  Builder<I, Void> sink(
      String name, StepOptions<? super T> options, CheckedConsumer<? super T> action);

  /**
   * As {@link #sink(String, StepOptions, CheckedConsumer)}, with a number of workers.
   *
   * @param name the step's name
   * @param workers how many workers, at least 1
   * @param action what to do, shared by the workers
   * @return a builder with the step
   */
  default Builder<I, Void> sink(String name, int workers, CheckedConsumer<? super T> action) {
    return sink(name, StepOptions.workers(workers), action);
  }

  /**
   * Adds a step of user's own class, with all its hooks; an instance for each worker.
   *
   * @param name the step's name
   * @param options how it is staffed, and more
   * @param factory makes an instance for each worker
   * @param <R> type of the outputs
   * @return a builder with the step
   */
  <R> Builder<I, R> step(
      String name,
      StepOptions<? super T> options,
      StepFactory<? extends Step<? super T, ? extends R>> factory);

  /**
   * As {@link #step(String, StepOptions, StepFactory)}, with a number of workers.
   *
   * @param name the step's name
   * @param workers how many workers, at least 1
   * @param factory makes an instance for each worker
   * @param <R> type of the outputs
   * @return a builder with the step
   */
  default <R> Builder<I, R> step(
      String name, int workers, StepFactory<? extends Step<? super T, ? extends R>> factory) {
    return step(name, StepOptions.workers(workers), factory);
  }

  /**
   * Adds a step that maps an iterator over each worker's share of the items to an iterator over its
   * outputs. The worker closes that one on every ending, if it is {@link AutoCloseable}. The items
   * are pulled in the worker's thread alone: in another one their iterator throws {@link
   * IllegalStateException}. Retries, a failure policy, an item timeout and {@code ordered} don't
   * apply and are refused by {@link #build}.
   *
   * @param name the step's name
   * @param options how it is staffed, and more
   * @param function applied once for each worker, in its thread
   * @param <R> type of the outputs
   * @return a builder with the step
   */
  <R> Builder<I, R> iterate(
      String name, StepOptions<? super T> options, IteratorStep<? super T, ? extends R> function);

  /**
   * As {@link #iterate(String, StepOptions, IteratorStep)}, with a number of workers.
   *
   * @param name the step's name
   * @param workers how many workers, at least 1
   * @param function applied once for each worker, in its thread
   * @param <R> type of the outputs
   * @return a builder with the step
   */
  default <R> Builder<I, R> iterate(
      String name, int workers, IteratorStep<? super T, ? extends R> function) {
    return iterate(name, StepOptions.workers(workers), function);
  }

  /**
   * As {@link #iterate(String, StepOptions, IteratorStep)}, with a function on streams. On every
   * ending the worker closes the stream that the function gave, and the one that it got. A function
   * that gives a parallel stream fails the pipeline. Parallel operations inside the function are
   * possible: the worker pulls the items that they work on.
   *
   * @param name the step's name
   * @param options how it is staffed, and more
   * @param function applied once for each worker, in its thread
   * @param <R> type of the outputs
   * @return a builder with the step
   */
  <R> Builder<I, R> iterateStream(
      String name, StepOptions<? super T> options, StreamFunction<T, R> function);

  /**
   * As {@link #iterateStream(String, StepOptions, StreamFunction)}, with a number of workers.
   *
   * @param name the step's name
   * @param workers how many workers, at least 1
   * @param function applied once for each worker, in its thread
   * @param <R> type of the outputs
   * @return a builder with the step
   */
  default <R> Builder<I, R> iterateStream(String name, int workers, StreamFunction<T, R> function) {
    return iterateStream(name, StepOptions.workers(workers), function);
  }

  /**
   * Adds a step that collects items into lists of a size; the last one, and one before a meta
   * event, may be shorter. One worker. Each list is fresh and unmodifiable.
   *
   * @param name the step's name
   * @param size how many items a list, at least 1
   * @return a builder with the step
   */
  Builder<I, List<T>> chunk(String name, int size);

  /**
   * As {@link #chunk(String, int)}; a list goes out, too, when a time has passed since its first
   * item came.
   *
   * @param name the step's name
   * @param size how many items a list, at least 1
   * @param timeout the time, positive
   * @return a builder with the step
   */
  default Builder<I, List<T>> chunk(String name, int size, Duration timeout) {
    return chunk(name, StepOptions.workers(1), size, timeout);
  }

  /**
   * As {@link #chunk(String, int, Duration)}, with options. Each worker collects lists of its own.
   * Retries, a failure policy, an item timeout, and {@code ordered} with several workers are
   * refused by {@link #build}.
   *
   * @param name the step's name
   * @param options how it is staffed, and more
   * @param size how many items a list, at least 1
   * @param timeout the time, positive
   * @return a builder with the step
   */
  Builder<I, List<T>> chunk(
      String name, StepOptions<? super T> options, int size, Duration timeout);

  /**
   * Sets options for all steps of the pipeline, those added before included, where a step does not
   * set its own. A step can set other numbers and policies, {@code retrying(0, …)} among them, but
   * can't undo {@code ordered}, {@code virtualThreads} and {@code itemTimeout}.
   *
   * @param options the options
   * @return a builder with the defaults
   */
  Builder<I, T> defaults(StepOptions<Object> options);

  /**
   * Whether the pipeline's threads are daemon threads: the JVM exits without waiting for them, and
   * drops what is in flight. The default is false: the JVM waits for the pipeline.
   *
   * @param daemon true for daemon threads
   * @return a builder with the setting
   */
  Builder<I, T> daemon(boolean daemon);

  /**
   * What makes the pipeline's threads; they are renamed {@code pipeline-step-worker}. Together with
   * {@link #daemon} it is refused by {@link #build}: the factory decides.
   *
   * <p>It may make virtual threads, but not for a step that waits by {@link Waiting#busySpin} or
   * {@link Waiting#yielding}. Where there is such a step, {@link #build} asks the factory for a
   * thread, to look at it and never to start it, and refuses a virtual one. If the factory makes
   * one for such a step later, the run fails.
   *
   * @param factory gives a new, unstarted thread at each call
   * @return a builder with the setting
   */
  Builder<I, T> threadFactory(ThreadFactory factory);

  /**
   * Called once if the pipeline fails, after all its threads' work has ended, in the last of them,
   * before anybody who waits for the end goes on. Where user code is stuck beyond {@link
   * #terminationTimeout}, that is not waited for, and the thread is a daemon. What it throws is
   * added to the failure as suppressed, if there are not sixteen yet.
   *
   * @param callback takes the failure
   * @return a builder with the setting
   */
  Builder<I, T> whenFailed(Consumer<? super PipelineException> callback);

  /**
   * Observes every attempt at every item, but not at those of iterator steps.
   *
   * @param tracker the observer
   * @return a builder with the setting
   */
  Builder<I, T> tracker(Tracker tracker);

  /**
   * Reports the pipeline's counts, in a thread of their own.
   *
   * @param reporter takes the reports
   * @param interval the time between two reports, positive
   * @return a builder with the setting
   */
  Builder<I, T> reporter(Reporter reporter, Duration interval);

  /**
   * How long user code that ignores the interrupt is waited for when the pipeline failed or was
   * aborted; and how long the reporter's last call, which nothing interrupts at a clean end. The
   * default is 10 s. Then the first of {@code run}, {@code runForever}, {@code stop}, {@code
   * close}, or who pulls {@code results}, gets an exception that names the threads that are stuck,
   * and the other calls that wait return; their items are abandoned, and what they still emit is
   * refused.
   *
   * @param timeout the time, positive
   * @return a builder with the setting
   */
  Builder<I, T> terminationTimeout(Duration timeout);

  /**
   * Builds a pipeline; can be called again.
   *
   * @return a new pipeline, not started
   * @throws IllegalStateException if the description is at odds with itself; the message says how
   */
  Pipeline<I, T> build();
}
