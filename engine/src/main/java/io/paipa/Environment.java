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
          null);

  Environment withDefaults(StepOptions options) {
    return new Environment(
        options,
        daemon,
        termination,
        shutdownLimit,
        interval,
        threadFactory,
        whenFailed,
        tracker,
        reporter);
  }

  Environment withDaemon(boolean value) {
    return new Environment(
        defaults,
        value,
        termination,
        shutdownLimit,
        interval,
        threadFactory,
        whenFailed,
        tracker,
        reporter);
  }

  Environment withTermination(Duration timeout) {
    return new Environment(
        defaults,
        daemon,
        timeout,
        shutdownLimit,
        interval,
        threadFactory,
        whenFailed,
        tracker,
        reporter);
  }

  Environment withShutdownLimit(Duration limit) {
    return new Environment(
        defaults,
        daemon,
        termination,
        limit,
        interval,
        threadFactory,
        whenFailed,
        tracker,
        reporter);
  }

  Environment withThreadFactory(ThreadFactory factory) {
    return new Environment(
        defaults,
        daemon,
        termination,
        shutdownLimit,
        interval,
        factory,
        whenFailed,
        tracker,
        reporter);
  }

  Environment withWhenFailed(Consumer<? super PipelineException> callback) {
    return new Environment(
        defaults,
        daemon,
        termination,
        shutdownLimit,
        interval,
        threadFactory,
        callback,
        tracker,
        reporter);
  }

  Environment withTracker(Tracker observer) {
    return new Environment(
        defaults,
        daemon,
        termination,
        shutdownLimit,
        interval,
        threadFactory,
        whenFailed,
        observer,
        reporter);
  }

  Environment withReporter(Reporter receiver, Duration every) {
    return new Environment(
        defaults,
        daemon,
        termination,
        shutdownLimit,
        every,
        threadFactory,
        whenFailed,
        tracker,
        receiver);
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
          (Reporter) reporter);
    }
  }
}
