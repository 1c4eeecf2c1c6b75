package io.paipa;

import io.paipa.claim.TimeSource;
import io.paipa.run.Definition;
import java.io.Serializable;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ThreadFactory;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What a builder knows besides its steps. Immutable. Serialised are the defaults, the kind of
 * threads and the times alone; what belongs to one JVM stays behind.
 */
final class Environment implements Serializable {
  private static final long serialVersionUID = 1L;

  private StepOptions<Object> defaults = StepOptions.options();
  private @Nullable Boolean daemon;
  private Duration termination;
  private Duration interval = Duration.ofSeconds(1);
  private transient @Nullable ThreadFactory threadFactory;
  private transient @Nullable Consumer<? super PipelineException> whenFailed;
  private transient @Nullable Tracker tracker;
  private transient @Nullable Reporter reporter;

  private Environment(Duration termination) {
    this.termination = termination;
  }

  static Environment initial(Duration termination) {
    return new Environment(termination);
  }

  private Environment changed(Consumer<Environment> change) {
    Environment copy = new Environment(termination);
    copy.defaults = defaults;
    copy.daemon = daemon;
    copy.interval = interval;
    copy.threadFactory = threadFactory;
    copy.whenFailed = whenFailed;
    copy.tracker = tracker;
    copy.reporter = reporter;
    change.accept(copy);
    return copy;
  }

  Environment withDefaults(StepOptions<Object> options) {
    return changed(copy -> copy.defaults = options);
  }

  Environment withDaemon(boolean value) {
    return changed(copy -> copy.daemon = value);
  }

  Environment withThreadFactory(ThreadFactory factory) {
    return changed(copy -> copy.threadFactory = factory);
  }

  Environment withWhenFailed(Consumer<? super PipelineException> callback) {
    return changed(copy -> copy.whenFailed = callback);
  }

  Environment withTracker(Tracker observer) {
    return changed(copy -> copy.tracker = observer);
  }

  Environment withReporter(Reporter receiver, Duration every) {
    return changed(
        copy -> {
          copy.reporter = receiver;
          copy.interval = every;
        });
  }

  Environment withTermination(Duration timeout) {
    return changed(copy -> copy.termination = timeout);
  }

  StepOptions<Object> defaults() {
    return defaults;
  }

  @Nullable Boolean daemon() {
    return daemon;
  }

  @Nullable ThreadFactory threadFactory() {
    return threadFactory;
  }

  Definition definition(String name, List<Definition.StepPlan> plans, TimeSource time) {
    boolean daemonThreads = Objects.requireNonNullElse(daemon, false);
    ThreadFactory threads =
        threadFactory != null ? threadFactory : work -> newThread(work, daemonThreads);
    return new Definition(
        name,
        plans,
        threads,
        !daemonThreads,
        whenFailed,
        tracker,
        reporter,
        Checks.nanos(interval),
        Checks.nanos(termination),
        time);
  }

  private static Thread newThread(Runnable work, boolean daemon) {
    Thread thread = new Thread(work);
    thread.setDaemon(daemon);
    return thread;
  }
}
