package io.paipa;

import java.io.Serializable;
import java.time.Duration;
import java.util.concurrent.ThreadFactory;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The settings of a pipeline. Immutable; serialisable as far as they are.
 *
 * @param defaults the options for all steps
 * @param daemon whether the threads are daemons, or null if nobody has said so
 * @param termination how long to wait for user code that ignores interrupts
 * @param shutdownLimit for how long the JVM's shutdown waits for a drain, or null for no drain
 * @param interval how often to report
 * @param threadFactory makes the threads, or null
 * @param whenFailed called if the pipeline fails, or null
 * @param tracker observes the attempts, or null
 * @param contexts takes the contexts of threads along, or null
 * @param reporter takes reports, or null
 */
record Environment(
    StepOptions defaults,
    @Nullable Boolean daemon,
    Duration termination,
    @Nullable Duration shutdownLimit,
    Duration interval,
    @Nullable ThreadFactory threadFactory,
    @Nullable Consumer<? super PipelineException> whenFailed,
    @Nullable Tracker tracker,
    @Nullable ContextPropagation contexts,
    @Nullable Reporter reporter)
    implements Serializable {
  static final Environment INITIAL =
      new Environment(
          StepOptions.options(),
          null,
          Duration.ofSeconds(10),
          null,
          Duration.ofSeconds(1),
          null,
          null,
          null,
          null,
          null);

  Environment withDefaults(StepOptions options) {
    return with(draft -> draft.defaults = options);
  }

  Environment withDaemon(boolean value) {
    return with(draft -> draft.daemon = value);
  }

  Environment withTermination(Duration timeout) {
    return with(draft -> draft.termination = timeout);
  }

  Environment withShutdownLimit(Duration limit) {
    return with(draft -> draft.shutdownLimit = limit);
  }

  Environment withThreadFactory(ThreadFactory factory) {
    return with(draft -> draft.threadFactory = factory);
  }

  Environment withWhenFailed(Consumer<? super PipelineException> callback) {
    return with(draft -> draft.whenFailed = callback);
  }

  Environment withTracker(Tracker observer) {
    return with(draft -> draft.tracker = observer);
  }

  Environment withContexts(ContextPropagation propagation) {
    return with(draft -> draft.contexts = propagation);
  }

  Environment withReporter(Reporter receiver, Duration every) {
    return with(
        draft -> {
          draft.reporter = receiver;
          draft.interval = every;
        });
  }

  private Environment with(Consumer<Draft> change) {
    Draft draft = new Draft(this);
    change.accept(draft);
    return draft.settled();
  }

  /** The settings while one of them is changed; confined to that call. */
  private static final class Draft {
    private StepOptions defaults;
    private @Nullable Boolean daemon;
    private Duration termination;
    private @Nullable Duration shutdownLimit;
    private Duration interval;
    private @Nullable ThreadFactory threadFactory;
    private @Nullable Consumer<? super PipelineException> whenFailed;
    private @Nullable Tracker tracker;
    private @Nullable ContextPropagation contexts;
    private @Nullable Reporter reporter;

    Draft(Environment from) {
      defaults = from.defaults;
      daemon = from.daemon;
      termination = from.termination;
      shutdownLimit = from.shutdownLimit;
      interval = from.interval;
      threadFactory = from.threadFactory;
      whenFailed = from.whenFailed;
      tracker = from.tracker;
      contexts = from.contexts;
      reporter = from.reporter;
    }

    Environment settled() {
      return new Environment(
          defaults,
          daemon,
          termination,
          shutdownLimit,
          interval,
          threadFactory,
          whenFailed,
          tracker,
          contexts,
          reporter);
    }
  }

  private Object writeReplace() {
    return new Written(
        new NamedPart("defaults", defaults),
        daemon,
        termination,
        shutdownLimit,
        interval,
        new NamedPart("setting threadFactory", threadFactory),
        new NamedPart("setting whenFailed", whenFailed),
        new NamedPart("setting tracker", tracker),
        new NamedPart("setting contextPropagation", contexts),
        new NamedPart("setting reporter", reporter));
  }

  /**
   * The serialised form: named parts when it is written, settings when it is read.
   *
   * @param defaults the options for all steps
   * @param daemon whether the threads are daemons, or null
   * @param termination how long to wait for user code that ignores interrupts
   * @param shutdownLimit for how long the JVM's shutdown waits for a drain, or null for no drain
   * @param interval how often to report
   * @param threadFactory makes the threads, or null
   * @param whenFailed called if the pipeline fails, or null
   * @param tracker observes the attempts, or null
   * @param contexts takes the contexts of threads along, or null
   * @param reporter takes reports, or null
   */
  private record Written(
      Object defaults,
      @Nullable Boolean daemon,
      Duration termination,
      @Nullable Duration shutdownLimit,
      Duration interval,
      @Nullable Object threadFactory,
      @Nullable Object whenFailed,
      @Nullable Object tracker,
      @Nullable Object contexts,
      @Nullable Object reporter)
      implements Serializable {
    @SuppressWarnings("unchecked") // as it was written
    private Object readResolve() {
      return new Environment(
          (StepOptions) defaults,
          daemon,
          termination,
          shutdownLimit,
          interval,
          (ThreadFactory) threadFactory,
          (Consumer<? super PipelineException>) whenFailed,
          (Tracker) tracker,
          (ContextPropagation) contexts,
          (Reporter) reporter);
    }
  }
}
