package io.paipa;

import com.google.errorprone.annotations.CheckReturnValue;
import java.io.Serializable;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ThreadFactory;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Describes a pipeline, step by step. Immutable: each call returns a new builder, so one
 * description can be the beginning of several, and build any number of pipelines. A call whose
 * result is ignored does nothing.
 *
 * <p>A method that adds a step gives a builder that also has the options of that step: {@code
 * .map("sum", Checksums::sum).workers(4).ordered().sink("print", System.out::println)}. They follow
 * the step at once; behind a setting of the pipeline there are none.
 *
 * <p>A builder is serialisable as its {@linkplain #definition definition} is.
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
   * @param function from an item to an output, shared by the workers; null results are refused
   * @param <R> type of the outputs
   * @return a builder with the step
   */
  <R> StepBuilder<I, T, R> map(String name, CheckedFunction<? super T, ? extends R> function);

  /**
   * Adds a step that keeps the items that a predicate accepts; the others count as skipped.
   *
   * @param name the step's name
   * @param predicate true to keep an item, shared by the workers
   * @return a builder with the step
   */
  StepBuilder<I, T, T> filter(String name, CheckedPredicate<? super T> predicate);

  /**
   * Adds a step that gives a stream of outputs for each item. The stream is pulled one by one. The
   * worker closes it before the attempt is over: at its end, when it fails, and when an output
   * can't be emitted, for example since the pipeline has ended. What closing throws is a failure of
   * the item, or suppressed in the failure that came before.
   *
   * @param name the step's name
   * @param function from an item to a stream, never null, shared by the workers
   * @param <R> type of the outputs
   * @return a builder with the step
   */
  <R> StepBuilder<I, T, R> flatMap(
      String name, CheckedFunction<? super T, ? extends Stream<? extends R>> function);

  /**
   * Adds a step that gives the elements of an iterable for each item: {@code dir ->
   * Files.newDirectoryStream(dir)}. The iterator, and then the iterable, are closed as {@link
   * #flatMap(String, CheckedFunction)} closes a stream, each once, if they are {@link
   * AutoCloseable}. A retry calls the function again, which has to give a new iterable then.
   *
   * @param name the step's name
   * @param function from an item to an iterable, never null, shared by the workers
   * @param <R> type of the outputs
   * @return a builder with the step
   */
  <R> StepBuilder<I, T, R> flatMapIterable(
      String name, CheckedFunction<? super T, ? extends Iterable<? extends R>> function);

  /**
   * Adds a step that emits any number of outputs for each item.
   *
   * @param name the step's name
   * @param function emits the outputs, shared by the workers
   * @param <R> type of the outputs
   * @return a builder with the step
   */
  <R> StepBuilder<I, T, R> mapMulti(String name, MultiFunction<? super T, R> function);

  /**
   * As {@link #mapMulti(String, MultiFunction)}, with the class of the outputs. It replaces the
   * type witness where the function is a lambda without parameter types and a step or an option
   * follows: {@code .mapMulti("words", String.class, (line, out) -> ...).workers(4)}.
   *
   * @param name the step's name
   * @param type the class of the outputs
   * @param function emits the outputs, shared by the workers
   * @param <R> type of the outputs
   * @return a builder with the step
   */
  <R> StepBuilder<I, T, R> mapMulti(
      String name, Class<R> type, MultiFunction<? super T, R> function);

  /**
   * Adds a step that does something with each item and passes it on.
   *
   * @param name the step's name
   * @param action what to do, shared by the workers
   * @return a builder with the step
   */
  StepBuilder<I, T, T> peek(String name, CheckedConsumer<? super T> action);

  /**
   * Adds a step that consumes the items. It is the last one: a step behind it is refused. What it
   * consumed is the pipeline's {@link Pipeline#count}.
   *
   * @param name the step's name
   * @param action what to do, shared by the workers
   * @return a builder with the step
   */
  StepBuilder<I, T, Void> sink(String name, CheckedConsumer<? super T> action);

  /**
   * Adds a step that gives an output for each item later, when a stage completes: {@code
   * .mapAsync("fetch", 1_000, url -> client.sendAsync(request(url), ofString()))}. No thread waits
   * meanwhile, and the step has one worker unless told otherwise. All else is as with {@link #map}:
   * retries, order, keys, failure policy, time limit, meta events.
   *
   * <p>A stage is open until its output is handed on, or, in an ordered step, is kept for its turn.
   * A stage past its time limit is cancelled, and open no more. An item that waits for its retry or
   * for its key has no open stage. So real calls may be more than that number only where a
   * cancelled call goes on. The ring has at least as many {@linkplain StepOptions#capacity slots}.
   *
   * <p>What follows the completion runs in the step's worker; the completing thread only hands
   * over. A stage that fails, or gives null, is the item's failure; one that fails with {@link
   * Skip} drops the item. The end of a pipeline that fails or is aborted cancels open stages.
   *
   * @param name the step's name
   * @param inFlight how many stages may be open at a time; no default would be right
   * @param function from an item to a stage, never null, shared by the workers; it must not wait
   * @param <R> type of the outputs
   * @return a builder with the step
   * @throws IllegalArgumentException if the number is less than 1, or more than 2^24
   */
  <R> StepBuilder<I, T, R> mapAsync(
      String name,
      int inFlight,
      CheckedFunction<? super T, ? extends CompletionStage<? extends R>> function);

  /**
   * Adds a step that consumes the items later, when a stage completes, as {@link #mapAsync} says.
   * It is the last one. What the stages give is dropped, and may be null.
   *
   * @param name the step's name
   * @param inFlight how many stages may be open at a time
   * @param function from an item to a stage, never null, shared by the workers; it must not wait
   * @return a builder with the step
   * @throws IllegalArgumentException if the number is less than 1, or more than 2^24
   */
  StepBuilder<I, T, Void> sinkAsync(
      String name, int inFlight, CheckedFunction<? super T, ? extends CompletionStage<?>> function);

  /**
   * Adds a step of user's own class, with all its hooks; an instance for each worker.
   *
   * @param name the step's name
   * @param factory makes an instance for each worker
   * @param <R> type of the outputs
   * @return a builder with the step
   */
  <R> StepBuilder<I, T, R> step(
      String name, StepFactory<? extends Step<? super T, ? extends R>> factory);

  /**
   * Adds a step that maps an iterator over each worker's share of the items to an iterator over its
   * outputs. The worker closes that one on every ending, if it is {@link AutoCloseable}. The items
   * are pulled in the worker's thread alone: in another one their iterator throws {@link
   * IllegalStateException}. It has no retries, failure policy, item timeout or order.
   *
   * @param name the step's name
   * @param function applied once for each worker, in its thread
   * @param <R> type of the outputs
   * @return a builder with the step
   */
  <R> IteratorStepBuilder<I, R> iterate(String name, IteratorStep<? super T, ? extends R> function);

  /**
   * As {@link #iterate(String, IteratorStep)}, with a function on streams. On every ending the
   * worker closes the stream that the function gave, and the one that it got. A function that gives
   * a parallel stream fails the pipeline. Parallel operations inside the function are possible: the
   * worker pulls the items that they work on.
   *
   * @param name the step's name
   * @param function applied once for each worker, in its thread
   * @param <R> type of the outputs
   * @return a builder with the step
   */
  <R> IteratorStepBuilder<I, R> iterateStream(String name, StreamFunction<T, R> function);

  /**
   * Adds a step that collects items into lists of a size; the last one, and one before a meta
   * event, may be shorter. Each list is fresh and unmodifiable.
   *
   * @param name the step's name
   * @param size how many items a list, at least 1
   * @return a builder with the step
   * @throws IllegalArgumentException if the size is less than 1
   */
  ChunkBuilder<I, T> chunk(String name, int size);

  /**
   * As {@link #chunk(String, int)}; a list goes out, too, when a time has passed since its first
   * item came, as {@link ChunkBuilder#within} says.
   *
   * @param name the step's name
   * @param size how many items a list, at least 1
   * @param timeout the time, positive
   * @return a builder with the step
   * @throws IllegalArgumentException if the size is less than 1, or the time zero or negative
   */
  default ChunkBuilder<I, T> chunk(String name, int size, Duration timeout) {
    return chunk(name, size).within(timeout);
  }

  /**
   * As {@link #chunk(String, int, Duration)}; and the items of a list weigh no more than a limit
   * together, as {@link ChunkBuilder#weighing} says.
   *
   * @param name the step's name
   * @param size how many items a list, at least 1
   * @param timeout the time, positive
   * @param weigher gives the weight of an item
   * @param limit how much a list weighs at most, at least 1
   * @return a builder with the step
   * @throws IllegalArgumentException if the size or the limit is less than 1, or the time zero or
   *     negative
   */
  default ChunkBuilder<I, T> chunk(
      String name, int size, Duration timeout, Weigher<? super T> weigher, long limit) {
    return chunk(name, size, timeout).weighing(weigher, limit);
  }

  /**
   * Gives this builder to a function, so that several pipelines can share a part: {@code
   * .apply(Common::audited)}.
   *
   * @param part adds steps, or settings
   * @param <B> type of what the function gives
   * @return what the function gave
   */
  default <B> B apply(Function<? super Builder<I, T>, ? extends B> part) {
    return part.apply(this);
  }

  /**
   * Sets options for all steps of the pipeline, those added before included, where a step does not
   * set its own. A step that can't have an option by its kind takes no notice of it: chunks are not
   * retried, and those {@linkplain ChunkBuilder#groupedBy by key} have one worker. A step can set
   * other numbers and policies, {@code retrying(0, …)} among them, but can't undo {@code ordered},
   * {@code virtualThreads} and {@code itemTimeout}.
   *
   * @param options the options
   * @return a builder with the defaults
   */
  Builder<I, T> defaults(StepOptions options);

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
   * before any thread that waits for the end goes on. Where user code is stuck beyond {@link
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
   * Takes what belongs to the thread that puts an item, such as its trace, along to the workers
   * that process the item. Items with a context take a slower way than others, as those do that
   * somebody waits to be told of. A pipeline with an iterator step is refused by {@link #build}.
   *
   * @param propagation captures and restores contexts
   * @return a builder with the setting
   */
  Builder<I, T> contextPropagation(ContextPropagation propagation);

  /**
   * Reports the pipeline's counts, in a thread of their own.
   *
   * @param reporter takes the reports
   * @param interval the time between two reports, positive
   * @return a builder with the setting
   */
  Builder<I, T> reporter(Reporter reporter, Duration interval);

  /**
   * How long the end waits for user code that ignores the interrupt, when the pipeline failed or
   * was aborted. And how long it waits for the reporter's last call, which nothing interrupts at a
   * clean end. The default is 10 s. Then one call gets an exception that names the threads that are
   * stuck: the first of {@code run}, {@code runForever}, {@code stop}, {@code close}, or a pull of
   * {@code results}. The other calls that wait return. The items of the stuck threads are
   * abandoned, and what they still emit is refused.
   *
   * @param timeout the time, positive
   * @return a builder with the setting
   */
  Builder<I, T> terminationTimeout(Duration timeout);

  /**
   * Drains the pipeline when the JVM shuts down: on SIGTERM, which ends a service, on SIGINT, which
   * is Ctrl-C, and in {@code System.exit}. Nothing more is pulled, and what was accepted is worked
   * off. By default nothing drains, and a shutdown loses what is in flight.
   *
   * <p>The JVM stays until the end of the pipeline. It also stays until the thread that called
   * {@code run}, {@code runForever}, {@code during} or {@code results} has come to its end, waits
   * in {@code System.exit}, or waits for the next task of a pool of the JDK. So what stands behind
   * that call is done, such as closing a file, or a catch of {@link CutShortException}: that call
   * throws it in a drain that cut a source, but for {@code runForever}. A step or a callback that
   * calls {@code System.exit} never returns, and its pipeline is aborted.
   *
   * <p>All of this takes no longer than the limit. If the drain is not done shortly before, the
   * pipeline is aborted: the last quarter of the limit, or the {@link #terminationTimeout} if that
   * is shorter, is for the end. A warning in the log says that the limit has passed.
   *
   * <p>The start registers this, and the end of the pipeline takes it back. A pipeline that is
   * started while the JVM shuts down is drained at once. After a signal the exit code of the JVM is
   * the signal's: 143 for SIGTERM, 130 for SIGINT. A JVM that is killed, by SIGKILL or {@code
   * Runtime.halt}, drains nothing. Of pipelines that feed each other, only the first is to drain.
   *
   * @param limit the time, positive
   * @return a builder with the setting
   */
  Builder<I, T> drainAtShutdown(Duration limit);

  /**
   * The steps and settings so far, to be read, drawn or sent elsewhere.
   *
   * @return the definition; it is not checked as {@link #build} does it
   */
  PipelineDefinition<I, T> definition();

  /**
   * Builds a pipeline; can be called again.
   *
   * @return a new pipeline, not started
   * @throws IllegalStateException if the description is at odds with itself; the message says how
   */
  Pipeline<I, T> build();
}
