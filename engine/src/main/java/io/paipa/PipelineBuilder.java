package io.paipa;

import io.paipa.claim.TimeSource;
import io.paipa.run.Definition;
import io.paipa.run.PausingMap;
import io.paipa.run.PipelineRun;
import io.paipa.step.FunctionSteps;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ThreadFactory;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * The one implementation of {@link Builder}: gathers what the user describes, and lets a {@link
 * StepPlanner} translate it into the terms of the engine's rooms.
 *
 * @param <I> type of the items put in
 * @param <T> type of the outputs of the last step so far
 */
final class PipelineBuilder<I, T> implements Builder<I, T> {
  private static final long serialVersionUID = 1L;
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

  /** One function over a source. */
  static <T, R> Stream<R> mapping(
      Iterable<? extends T> source,
      StepOptions<? super T> options,
      CheckedFunction<? super T, ? extends R> function,
      TimeSource time) {
    Objects.requireNonNull(source, "mapConcurrent: null is no source");
    Objects.requireNonNull(options, "mapConcurrent: null; workers(n) says how many threads");
    Objects.requireNonNull(function, "mapConcurrent: null is not a function");
    PausingMap<R> map = new PausingMap<>(source, function);
    StepSpec step = StepSpec.of("map", options, map::step, StepSpec.Kind.FUNCTION);
    Environment daemons = Environment.initial(DEFAULT_TERMINATION).withDaemon(true);
    return map.results(
        new PipelineBuilder<>("mapConcurrent", List.of(step), daemons).definition(time));
  }

  /** As it is used, with the time of this machine. */
  static <T, R> Stream<R> mapping(
      Iterable<? extends T> source,
      StepOptions<? super T> options,
      CheckedFunction<? super T, ? extends R> function) {
    return mapping(source, options, function, TimeSource.SYSTEM);
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
    return new PipelineRun<>(definition(time));
  }

  private Definition definition(TimeSource time) {
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
    List<Definition.StepPlan> plans = new StepPlanner(name, environment).plan(steps);
    return environment.definition(name, plans, time);
  }
}
