package io.paipa;

import java.io.Serializable;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadFactory;
import java.util.function.Consumer;

/**
 * A pipeline as pure data: its steps and settings, and no threads. Immutable, and safe for all
 * threads. Implemented by the library alone.
 *
 * <p>It is serialisable as far as the functions, options and settings in it are. What can't be
 * serialised is refused with a {@link java.io.NotSerializableException} that names it and its
 * class. A thread factory, callback, tracker or reporter often can't be: set these where the
 * pipeline is built, with {@link #toBuilder}.
 *
 * @param <I> type of the items put in
 * @param <O> type of the outputs of the last step
 */
public interface PipelineDefinition<I, O> extends Serializable {
  /**
   * The pipeline's name.
   *
   * @return the name
   */
  String name();

  /**
   * The steps in their order.
   *
   * @return the steps; can't be changed
   */
  List<StepDefinition> steps();

  /**
   * The options for all steps that do not set their own.
   *
   * @return the options of {@link Builder#defaults}
   */
  StepOptions defaults();

  /**
   * Whether the threads are daemon threads.
   *
   * @return what {@link Builder#daemon} set; empty if it was not called
   */
  Optional<Boolean> daemon();

  /**
   * What makes the threads.
   *
   * @return what {@link Builder#threadFactory} set, if it was called
   */
  Optional<ThreadFactory> threadFactory();

  /**
   * What is called if the pipeline fails.
   *
   * @return what {@link Builder#whenFailed} set, if it was called
   */
  Optional<Consumer<? super PipelineException>> whenFailed();

  /**
   * What observes the attempts.
   *
   * @return what {@link Builder#tracker} set, if it was called
   */
  Optional<Tracker> tracker();

  /**
   * What takes the contexts of threads along.
   *
   * @return what {@link Builder#contextPropagation} set, if it was called
   */
  Optional<ContextPropagation> contextPropagation();

  /**
   * What receives the counts.
   *
   * @return what {@link Builder#reporter} set, if it was called
   */
  Optional<Reporter> reporter();

  /**
   * How often the reporter is called.
   *
   * @return what {@link Builder#reporter} set, or one second
   */
  Duration reportInterval();

  /**
   * How long user code that ignores the interrupt is waited for.
   *
   * @return what {@link Builder#terminationTimeout} set, or its default
   */
  Duration terminationTimeout();

  /**
   * For how long the JVM waits for a drain when it shuts down.
   *
   * @return what {@link Builder#drainAtShutdown} set; empty if it was not called, and nothing
   *     drains
   */
  Optional<Duration> shutdownLimit();

  /**
   * A builder with these steps and settings.
   *
   * @return the builder
   */
  Builder<I, O> toBuilder();
}
