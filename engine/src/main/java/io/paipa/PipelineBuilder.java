package io.paipa;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ThreadFactory;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * The one implementation of {@link Builder}, but for the options of the last step: gathers what the
 * user describes, and hands it to the engine.
 *
 * @param <I> type of the items put in
 * @param <T> type of the outputs of the last step so far
 */
class PipelineBuilder<I, T> implements Builder<I, T> {
  private static final long serialVersionUID = 1L;

  private static final String NO_OPTIONS =
      "mapConcurrent: null; options().workers(n) says how many threads";

  /** The steps and settings so far. */
  final PipelineSpec<I, T> spec;

  PipelineBuilder(PipelineSpec<I, T> spec) {
    this.spec = spec;
  }

  static <T> Builder<T, T> named(String name) {
    return new PipelineBuilder<>(PipelineSpec.named(name));
  }

  /** One function over a source. */
  static <T, R> Stream<R> mapping(
      Iterable<? extends T> source,
      UnaryOperator<StepBuilder<T, T, R>> options,
      CheckedFunction<? super T, ? extends R> function) {
    Objects.requireNonNull(source, "mapConcurrent: null is no source");
    return Door.map(ofOneStep(options, function), source, function);
  }

  /** A pipeline of that function, with its options. */
  static <T, R> PipelineDefinition<T, R> ofOneStep(
      UnaryOperator<StepBuilder<T, T, R>> options,
      CheckedFunction<? super T, ? extends R> function) {
    Objects.requireNonNull(options, NO_OPTIONS);
    Objects.requireNonNull(function, "mapConcurrent: null is not a function");
    return PipelineBuilder.<T>named("mapConcurrent")
        .daemon(true)
        .<R>map("map", function)
        .with(options)
        .definition();
  }

  /** The same, with options that don't know the type of the items. */
  static <T, R> Stream<R> mapping(
      Iterable<? extends T> source,
      StepOptions options,
      CheckedFunction<? super T, ? extends R> function) {
    Objects.requireNonNull(options, NO_OPTIONS);
    return mapping(source, step -> step.with(options), function);
  }

  private <R> StepBuilder<I, T, R> add(
      String stepName, StepDefinition.OfItems.Kind kind, Object function, String what) {
    return new OptionsOfItems<>(
        spec.add(
            new ItemSpec(stepName, StepOptions.options(), kind, given(function, stepName, what))));
  }

  @SuppressWarnings("ConstantValue") // user code may well give null
  private static <V> V given(V function, String stepName, String what) {
    return Objects.requireNonNull(
        function, () -> "step '" + stepName + "': its " + what + " is null");
  }

  /** What a function makes of this builder, which has to be this builder with options. */
  <S> S setBy(UnaryOperator<S> options, S self) {
    Objects.requireNonNull(options, "options: null is not a function");
    S set = options.apply(self);
    spec.checkIsSetOnly(set instanceof PipelineBuilder<?, ?> builder ? builder.spec : null);
    return set;
  }

  @Override
  public <R> StepBuilder<I, T, R> map(
      String stepName, CheckedFunction<? super T, ? extends R> function) {
    return add(stepName, StepDefinition.OfItems.Kind.MAP, function, "function");
  }

  @Override
  public StepBuilder<I, T, T> filter(String stepName, CheckedPredicate<? super T> predicate) {
    return add(stepName, StepDefinition.OfItems.Kind.FILTER, predicate, "function");
  }

  @Override
  public <R> StepBuilder<I, T, R> flatMap(
      String stepName, CheckedFunction<? super T, ? extends Stream<? extends R>> function) {
    return add(stepName, StepDefinition.OfItems.Kind.FLAT_MAP, function, "function");
  }

  @Override
  public <R> StepBuilder<I, T, R> flatMapIterable(
      String stepName, CheckedFunction<? super T, ? extends Iterable<? extends R>> function) {
    return add(stepName, StepDefinition.OfItems.Kind.FLAT_MAP_ITERABLE, function, "function");
  }

  @Override
  public <R> StepBuilder<I, T, R> mapMulti(String stepName, MultiFunction<? super T, R> function) {
    return add(stepName, StepDefinition.OfItems.Kind.MAP_MULTI, function, "function");
  }

  @Override
  public <R> StepBuilder<I, T, R> mapMulti(
      String stepName, Class<R> type, MultiFunction<? super T, R> function) {
    Objects.requireNonNull(type, () -> "step '" + stepName + "': the class of its outputs is null");
    return mapMulti(stepName, function);
  }

  @Override
  public StepBuilder<I, T, T> peek(String stepName, CheckedConsumer<? super T> action) {
    return add(stepName, StepDefinition.OfItems.Kind.PEEK, action, "action");
  }

  @Override
  public StepBuilder<I, T, Void> sink(String stepName, CheckedConsumer<? super T> action) {
    return add(stepName, StepDefinition.OfItems.Kind.SINK, action, "action");
  }

  @Override
  public <R> StepBuilder<I, T, R> mapAsync(
      String stepName,
      int inFlight,
      CheckedFunction<? super T, ? extends CompletionStage<? extends R>> function) {
    return async(stepName, inFlight, function, false);
  }

  @Override
  public StepBuilder<I, T, Void> sinkAsync(
      String stepName,
      int inFlight,
      CheckedFunction<? super T, ? extends CompletionStage<?>> function) {
    return async(stepName, inFlight, function, true);
  }

  private <R> StepBuilder<I, T, R> async(
      String stepName, int inFlight, CheckedFunction<?, ?> function, boolean isSink) {
    CheckedFunction<?, ?> checked = given(function, stepName, "function");
    return new OptionsOfItems<>(
        spec.add(
            spec.at(
                stepName,
                () -> new AsyncSpec(stepName, StepOptions.options(), inFlight, checked, isSink))));
  }

  @Override
  public <R> StepBuilder<I, T, R> step(
      String stepName, StepFactory<? extends Step<? super T, ? extends R>> factory) {
    return add(stepName, StepDefinition.OfItems.Kind.STEP, factory, "factory");
  }

  @Override
  public <R> IteratorStepBuilder<I, R> iterate(
      String stepName, IteratorStep<? super T, ? extends R> function) {
    return new OptionsOfIterator<>(
        spec.add(
            new IteratorSpec(
                stepName, StepOptions.options(), given(function, stepName, "function"))));
  }

  @Override
  public <R> IteratorStepBuilder<I, R> iterateStream(
      String stepName, StreamFunction<T, R> function) {
    return iterate(stepName, IteratorStep.ofStream(given(function, stepName, "function")));
  }

  @Override
  public ChunkBuilder<I, T> chunk(String stepName, int size) {
    return new OptionsOfChunk<>(
        spec.add(spec.at(stepName, () -> ChunkSpec.ofSize(stepName, size))));
  }

  private Builder<I, T> with(Environment changed) {
    return new PipelineBuilder<>(spec.with(changed));
  }

  @Override
  public Builder<I, T> defaults(StepOptions options) {
    return with(spec.environment().withDefaults(StepOptions.given(options)));
  }

  @Override
  public Builder<I, T> daemon(boolean daemon) {
    return with(spec.environment().withDaemon(daemon));
  }

  @Override
  public Builder<I, T> threadFactory(ThreadFactory factory) {
    Objects.requireNonNull(factory, "factory: null is not a thread factory");
    return with(spec.environment().withThreadFactory(factory));
  }

  @Override
  public Builder<I, T> whenFailed(Consumer<? super PipelineException> callback) {
    Objects.requireNonNull(callback, "callback: null can't be called");
    return with(spec.environment().withWhenFailed(callback));
  }

  @Override
  public Builder<I, T> tracker(Tracker tracker) {
    Objects.requireNonNull(tracker, "tracker: null is not a tracker");
    return with(spec.environment().withTracker(tracker));
  }

  @Override
  public Builder<I, T> contextPropagation(ContextPropagation propagation) {
    Objects.requireNonNull(propagation, "contextPropagation: null takes nothing along");
    return with(spec.environment().withContexts(propagation));
  }

  @Override
  public Builder<I, T> reporter(Reporter reporter, Duration interval) {
    Objects.requireNonNull(reporter, "reporter: null is not a reporter");
    return with(spec.environment().withReporter(reporter, Checks.positive(interval, "interval")));
  }

  @Override
  public Builder<I, T> terminationTimeout(Duration timeout) {
    return with(spec.environment().withTermination(Checks.positive(timeout, "timeout")));
  }

  @Override
  public Builder<I, T> drainAtShutdown(Duration limit) {
    return with(spec.environment().withShutdownLimit(Checks.positive(limit, "limit")));
  }

  @Override
  public PipelineDefinition<I, T> definition() {
    return spec;
  }

  @Override
  public Pipeline<I, T> build() {
    return Door.open(spec);
  }
}
