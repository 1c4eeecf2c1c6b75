package io.paipa;

import io.paipa.claim.TimeSource;
import io.paipa.run.Definition;
import io.paipa.run.PipelineRun;
import io.paipa.run.VirtualThreads;
import io.paipa.step.ChunkStep;
import io.paipa.step.FunctionSteps;
import io.paipa.worker.StepSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ThreadFactory;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.agrona.concurrent.BackoffIdleStrategy;
import org.agrona.concurrent.BusySpinIdleStrategy;
import org.agrona.concurrent.IdleStrategy;
import org.agrona.concurrent.YieldingIdleStrategy;
import org.jspecify.annotations.Nullable;

/**
 * The one implementation of {@link Builder}, and the one class of this package that opens the door
 * to the rooms of the engine: it translates what the user described into their terms.
 *
 * @param <I> type of the items put in
 * @param <T> type of the outputs of the last step so far
 */
final class PipelineBuilder<I, T> implements Builder<I, T> {
  private static final long serialVersionUID = 1L;
  private static final System.Logger LOG = System.getLogger("io.paipa");
  private static final int DEFAULT_CAPACITY = 1_024;
  private static final int DEFAULT_CLAIM = 64;
  private static final int MAX_CLAIM = 32_767;
  private static final long DEFAULT_STALL_NANOS = Duration.ofSeconds(30).toNanos();
  private static final Duration DEFAULT_TERMINATION = Duration.ofSeconds(10);

  private final String name;

  @SuppressWarnings("serial") // an immutable list, which is serialisable
  private final List<StepSpec> steps;

  private final Environment environment;

  private PipelineBuilder(String name, List<StepSpec> steps, Environment environment) {
    this.name = name;
    this.steps = steps;
    this.environment = environment;
  }

  static <T> Builder<T, T> named(String name) {
    return new PipelineBuilder<>(
        Checks.name(name, "pipeline"), List.of(), Environment.initial(DEFAULT_TERMINATION));
  }

  private <R> Builder<I, R> with(StepSpec step) {
    for (StepSpec other : steps) {
      if (other.name().equals(step.name())) {
        throw new IllegalArgumentException(
            "pipeline '" + name + "': two steps are named '" + step.name() + "'; names differ");
      }
    }
    List<StepSpec> more = new ArrayList<>(steps);
    more.add(step);
    return new PipelineBuilder<>(name, List.copyOf(more), environment);
  }

  private Builder<I, T> with(Environment changed) {
    return new PipelineBuilder<>(name, steps, changed);
  }

  private <R> Builder<I, R> function(
      String stepName, StepOptions<?> options, Object given, StepFactory<?> factory) {
    Objects.requireNonNull(given, () -> "step '" + stepName + "': its function is null");
    return with(StepSpec.of(stepName, options, factory, StepSpec.Kind.FUNCTION));
  }

  @Override
  public <R> Builder<I, R> map(
      String stepName,
      StepOptions<? super T> options,
      CheckedFunction<? super T, ? extends R> function) {
    return function(stepName, options, function, () -> FunctionSteps.<T, R>map(function));
  }

  @Override
  public Builder<I, T> filter(
      String stepName, StepOptions<? super T> options, CheckedPredicate<? super T> predicate) {
    return function(stepName, options, predicate, () -> FunctionSteps.<T>filter(predicate));
  }

  @Override
  public <R> Builder<I, R> flatMap(
      String stepName,
      StepOptions<? super T> options,
      CheckedFunction<? super T, ? extends Stream<? extends R>> function) {
    return function(stepName, options, function, () -> FunctionSteps.<T, R>flatMap(function));
  }

  @Override
  public <R> Builder<I, R> flatMapIterable(
      String stepName,
      StepOptions<? super T> options,
      CheckedFunction<? super T, ? extends Iterable<? extends R>> function) {
    return function(
        stepName, options, function, () -> FunctionSteps.<T, R>flatMapIterable(function));
  }

  @Override
  public <R> Builder<I, R> mapMulti(
      String stepName, StepOptions<? super T> options, MultiFunction<? super T, R> function) {
    return function(stepName, options, function, () -> FunctionSteps.<T, R>mapMulti(function));
  }

  @Override
  public Builder<I, T> peek(
      String stepName, StepOptions<? super T> options, CheckedConsumer<? super T> action) {
    return function(stepName, options, action, () -> FunctionSteps.<T>peek(action));
  }

  @Override
  public Builder<I, Void> sink(
      String stepName, StepOptions<? super T> options, CheckedConsumer<? super T> action) {
    Objects.requireNonNull(action, () -> "step '" + stepName + "': its action is null");
    StepFactory<Step<T, Void>> factory = () -> FunctionSteps.sink(action);
    return with(StepSpec.of(stepName, options, factory, StepSpec.Kind.SINK));
  }

  @Override
  public <R> Builder<I, R> step(
      String stepName,
      StepOptions<? super T> options,
      StepFactory<? extends Step<? super T, ? extends R>> factory) {
    Objects.requireNonNull(factory, () -> "step '" + stepName + "': its factory is null");
    return with(StepSpec.of(stepName, options, factory, StepSpec.Kind.STEP));
  }

  @Override
  public <R> Builder<I, R> iterate(
      String stepName,
      StepOptions<? super T> options,
      IteratorStep<? super T, ? extends R> function) {
    Objects.requireNonNull(function, () -> "step '" + stepName + "': its function is null");
    return with(StepSpec.iterating(stepName, options, function));
  }

  @Override
  public <R> Builder<I, R> iterateStream(
      String stepName, StepOptions<? super T> options, StreamFunction<T, R> function) {
    return iterate(stepName, options, IteratorStep.ofStream(function));
  }

  @Override
  public Builder<I, List<T>> chunk(String stepName, int size) {
    return with(StepSpec.chunking(stepName, StepOptions.workers(1), size, null));
  }

  @Override
  public Builder<I, List<T>> chunk(
      String stepName, StepOptions<? super T> options, int size, Duration timeout) {
    return with(StepSpec.chunking(stepName, options, size, Checks.positive(timeout, "timeout")));
  }

  @Override
  public Builder<I, T> defaults(StepOptions<Object> options) {
    Objects.requireNonNull(options, "options: null; StepOptions.options() sets nothing");
    return with(environment.withDefaults(options));
  }

  @Override
  public Builder<I, T> daemon(boolean daemon) {
    return with(environment.withDaemon(daemon));
  }

  @Override
  public Builder<I, T> threadFactory(ThreadFactory factory) {
    Objects.requireNonNull(factory, "factory: null is not a thread factory");
    return with(environment.withThreadFactory(factory));
  }

  @Override
  public Builder<I, T> whenFailed(Consumer<? super PipelineException> callback) {
    Objects.requireNonNull(callback, "callback: null can't be called");
    return with(environment.withWhenFailed(callback));
  }

  @Override
  public Builder<I, T> tracker(Tracker tracker) {
    Objects.requireNonNull(tracker, "tracker: null is not a tracker");
    return with(environment.withTracker(tracker));
  }

  @Override
  public Builder<I, T> reporter(Reporter reporter, Duration interval) {
    Objects.requireNonNull(reporter, "reporter: null is not a reporter");
    return with(environment.withReporter(reporter, Checks.positive(interval, "interval")));
  }

  @Override
  public Builder<I, T> terminationTimeout(Duration timeout) {
    return with(environment.withTermination(Checks.positive(timeout, "timeout")));
  }

  @Override
  public Pipeline<I, T> build() {
    return build(TimeSource.SYSTEM);
  }

  /** With a clock of their own, for tests of what depends on time. */
  Pipeline<I, T> build(TimeSource time) {
    if (steps.isEmpty()) {
      throw new IllegalStateException("pipeline '" + name + "' has no steps; add one");
    }
    if (environment.daemon() != null && environment.threadFactory() != null) {
      throw new IllegalStateException(
          "pipeline '"
              + name
              + "': daemon and threadFactory exclude each other; let the factory"
              + " make daemon threads");
    }
    List<Definition.StepPlan> plans = new ArrayList<>();
    int spinning = 0;
    for (StepSpec step : steps) {
      StepOptions<?> options = step.options().resolved(environment.defaults());
      step.check(name, options);
      checkVirtual(step.name(), options);
      StepSettings settings = settings(step.name(), options);
      plans.add(step.plan(settings));
      warnOfIdleWorkers(settings);
      boolean spins = spins(options);
      spinning += spins ? settings.workers() : 0;
    }
    int cores = Runtime.getRuntime().availableProcessors();
    if (spinning > cores) {
      LOG.log(
          System.Logger.Level.WARNING,
          "pipeline ''{0}'': {1} threads spin on {2} cores; use Waiting.parking() for some steps",
          name,
          spinning,
          cores);
    }
    return new PipelineRun<>(environment.definition(name, plans, time));
  }

  /** Such a step works on no more items at once than its ring has slots. */
  private void warnOfIdleWorkers(StepSettings settings) {
    if (settings.limitsWork() && settings.workers() > settings.capacity()) {
      LOG.log(
          System.Logger.Level.WARNING,
          "pipeline ''{0}'', step ''{1}'': of {2} workers no more than {3} can work at once, the"
              + " capacity of a step that is ordered or retries later; give it more slots",
          name,
          settings.name(),
          settings.workers(),
          settings.capacity());
    }
  }

  /** Virtual threads are made by the JDK alone, and don't go with spinning. */
  private void checkVirtual(String stepName, StepOptions<?> options) {
    if (!options.areVirtual()) {
      return;
    }
    String problem = null;
    if (!VirtualThreads.areSupported()) {
      problem = "this JDK has none; run on JDK 21 or newer, or leave virtualThreads() out";
    } else if (environment.threadFactory() != null) {
      problem = "they exclude a threadFactory; leave one of the two out";
    } else if (spins(options)) {
      problem = "they exclude Waiting.busySpin(); use Waiting.parking()";
    }
    if (problem != null) {
      throw new IllegalStateException(
          "pipeline '" + name + "', step '" + stepName + "': virtual threads: " + problem);
    }
  }

  private static StepSettings settings(String stepName, StepOptions<?> options) {
    Backoff backoff = Objects.requireNonNullElse(options.backoff(), Backoff.none());
    return new StepSettings(
        stepName,
        Objects.requireNonNullElse(options.workers(), 1),
        Objects.requireNonNullElse(options.capacity(), DEFAULT_CAPACITY),
        options.isOrdered(),
        options.maxRetries(),
        backoff,
        backoff.equals(Backoff.none()),
        retryable(options),
        onFailure(options.policy()),
        Math.min(MAX_CLAIM, Objects.requireNonNullElse(options.claimAtMost(), DEFAULT_CLAIM)),
        polling(options.waiting()),
        options.areVirtual(),
        nanos(options.itemTimeout(), StepSettings.NO_LIMIT),
        nanos(options.stallAfter(), DEFAULT_STALL_NANOS));
  }

  private static long nanos(@Nullable Duration given, long otherwise) {
    return given == null ? otherwise : Checks.nanos(given);
  }

  private static boolean spins(StepOptions<?> options) {
    Waiting waiting = options.waiting();
    return waiting != null && waiting.kind == Waiting.Kind.BUSY_SPIN;
  }

  private static Predicate<? super Exception> retryable(StepOptions<?> options) {
    Predicate<? super Exception> given = options.retryable();
    return given == null ? exception -> true : given;
  }

  private static boolean failsPipeline(@Nullable FailurePolicy<?> policy) {
    return policy == null || policy.kind == FailurePolicy.Kind.FAIL;
  }

  @SuppressWarnings("unchecked") // items are objects to the engine
  private static StepSettings.OnFailure onFailure(@Nullable FailurePolicy<?> policy) {
    if (policy == null) {
      return new StepSettings.OnFailure(true, null);
    }
    return new StepSettings.OnFailure(
        policy.kind == FailurePolicy.Kind.FAIL,
        (CheckedConsumer<FailedItem<Object>>) (CheckedConsumer<?>) policy.consumer);
  }

  private static @Nullable Supplier<IdleStrategy> polling(@Nullable Waiting waiting) {
    if (waiting == null) {
      return null;
    }
    return switch (waiting.kind) {
      case BUSY_SPIN -> () -> BusySpinIdleStrategy.INSTANCE;
      case YIELDING -> () -> YieldingIdleStrategy.INSTANCE;
      case BACKOFF ->
          () ->
              new BackoffIdleStrategy(
                  waiting.spins, waiting.yields, waiting.minParkNanos, waiting.maxParkNanos);
      case PARKING -> null;
    };
  }

  /**
   * A step as the user described it.
   *
   * @param name its name
   * @param options its options, not yet resolved
   * @param kind what kind of step it is
   * @param factory makes its instances, or null if it has none
   * @param iterate the iterator step, or null
   * @param chunkSize how many items a chunk has, or 0
   * @param chunkTimeout when a chunk goes out at the latest, or null
   */
  record StepSpec(
      String name,
      StepOptions<?> options,
      Kind kind,
      @Nullable StepFactory<?> factory,
      @Nullable IteratorStep<?, ?> iterate,
      int chunkSize,
      @Nullable Duration chunkTimeout)
      implements java.io.Serializable {
    enum Kind {
      FUNCTION,
      SINK,
      STEP,
      ITERATE,
      CHUNK
    }

    StepSpec {
      Checks.name(name, "step");
      Objects.requireNonNull(options, () -> "step '" + name + "': its options are null");
    }

    static StepSpec of(String name, StepOptions<?> options, StepFactory<?> factory, Kind kind) {
      return new StepSpec(name, options, kind, factory, null, 0, null);
    }

    static StepSpec iterating(String name, StepOptions<?> options, IteratorStep<?, ?> iterate) {
      return new StepSpec(name, options, Kind.ITERATE, null, iterate, 0, null);
    }

    static StepSpec chunking(
        String name, StepOptions<?> options, int size, @Nullable Duration timeout) {
      Checks.atLeastOne(size, "size", "items in a chunk");
      return new StepSpec(name, options, Kind.CHUNK, null, null, size, timeout);
    }

    /** Refuses options that the kind of step can't honour. */
    void check(String pipelineName, StepOptions<?> resolved) {
      boolean failing = failsPipeline(resolved.policy());
      boolean retries = resolved.maxRetries() > 0;
      boolean isOrdered = resolved.isOrdered();
      boolean several = Objects.requireNonNullElse(resolved.workers(), 1) > 1;
      boolean pulls = kind == Kind.ITERATE;
      if (!pulls && kind != Kind.CHUNK) {
        return;
      }
      boolean limited = resolved.itemTimeout() != null;
      if (retries || !failing || limited || (isOrdered && (pulls || several))) {
        throw new IllegalStateException(
            "pipeline '"
                + pipelineName
                + "', step '"
                + name
                + "': "
                + (pulls ? "an iterator step" : "a chunk step")
                + " can't have retries, a failure policy or an item timeout, nor be ordered with"
                + " several workers; give such options to the other steps alone");
      }
    }

    Definition.StepPlan plan(StepSettings settings) {
      long nanos = chunkTimeout == null ? Long.MAX_VALUE : Checks.nanos(chunkTimeout);
      StepFactory<?> given = factory;
      Definition.@Nullable Maker maker =
          switch (kind) {
            case CHUNK -> time -> new ChunkStep<>(chunkSize, nanos, time);
            case ITERATE -> null;
            default -> given == null ? null : time -> given.create();
          };
      return new Definition.StepPlan(
          settings,
          maker,
          iterate,
          kind == Kind.FUNCTION || kind == Kind.SINK,
          kind == Kind.SINK,
          kind == Kind.STEP);
    }
  }
}
