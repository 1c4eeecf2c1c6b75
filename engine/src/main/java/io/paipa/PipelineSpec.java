package io.paipa;

import java.io.Serializable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadFactory;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The one implementation of {@link PipelineDefinition}. It refuses what does not go together as
 * soon as that is added.
 *
 * @param <I> type of the items put in
 * @param <O> type of the outputs of the last step
 */
final class PipelineSpec<I, O> implements PipelineDefinition<I, O> {
  private static final long serialVersionUID = 1L;

  private final String name;

  /** With their own options alone, so that the defaults may still change. */
  private final transient List<StepSpec> specs;

  private final transient Environment environment;

  private PipelineSpec(String name, List<StepSpec> specs, Environment environment) {
    this.name = name;
    this.specs = specs;
    this.environment = environment;
  }

  static <T> PipelineSpec<T, T> named(String name) {
    return new PipelineSpec<>(Checks.name(name, "pipeline"), List.of(), Environment.INITIAL);
  }

  Environment environment() {
    return environment;
  }

  <R> PipelineSpec<I, R> with(Environment changed) {
    return new PipelineSpec<>(name, specs, changed);
  }

  <R> PipelineSpec<I, R> add(StepSpec step) {
    for (StepSpec other : specs) {
      if (other.name().equals(step.name())) {
        throw new IllegalArgumentException(
            "pipeline '"
                + name
                + "': two steps are named '"
                + step.name()
                + "'; give each a name of its own");
      }
    }
    if (!specs.isEmpty() && !last().hasOutputs()) {
      throw new IllegalStateException(
          place(step)
              + ": it would stand behind the sink '"
              + last().name()
              + "', which has no outputs; use peek there to pass the items on");
    }
    List<StepSpec> more = new ArrayList<>(specs);
    more.add(step);
    return new PipelineSpec<>(name, List.copyOf(more), environment);
  }

  StepSpec last() {
    return specs.get(specs.size() - 1);
  }

  /** With the last step as it is given. */
  PipelineSpec<I, O> withLast(StepSpec step) {
    List<StepSpec> changed = new ArrayList<>(specs);
    changed.set(specs.size() - 1, step);
    return new PipelineSpec<>(name, List.copyOf(changed), environment);
  }

  /** With an option of the last step, which has to be of a kind that can have it. */
  <V> PipelineSpec<I, O> withOption(StepOption<V> option, V value) {
    return withOptions(at(last().name(), () -> StepOptions.options().set(option, value)));
  }

  /** Whoever reads that a value is wrong wants to know of which step it is. */
  <R> R at(String step, Supplier<R> part) {
    try {
      return part.get();
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(place(step) + ": " + e.getMessage(), e);
    }
  }

  /** With options of the last step, which has to be of a kind that can have them. */
  PipelineSpec<I, O> withOptions(StepOptions options) {
    StepSpec step = last();
    StepOption<?> misplaced = options.misplacedAt(step);
    if (misplaced != null) {
      throw new IllegalArgumentException(
          place(step)
              + ": "
              + step.kindInWords()
              + " can't have the option "
              + misplaced
              + "; give it to other steps, or to all of them by defaults(...)");
    }
    return withLast(at(step.name(), () -> step.with(step.options().with(options))));
  }

  /** Refuses a definition that differs from this one in more than what its last step is set to. */
  void checkIsSetOnly(@Nullable PipelineSpec<?, ?> other) {
    int before = specs.size() - 1;
    if (other == null
        || other.specs.size() != specs.size()
        || !other.specs.subList(0, before).equals(specs.subList(0, before))
        || !other.last().name().equals(last().name())) {
      throw new IllegalArgumentException(
          place(last())
              + ": the function given to with(...) did more than set options; it has to give back"
              + " the step that it got, with options, and steps are added behind with(...)");
    }
  }

  private String place(StepDefinition step) {
    return place(step.name());
  }

  private String place(String step) {
    return "pipeline '" + name + "', step '" + step + "'";
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public List<StepDefinition> steps() {
    List<StepDefinition> resolved = new ArrayList<>();
    for (StepSpec step : specs) {
      resolved.add(step.with(step.options().orElse(defaults(), step::takesDefault)));
    }
    return List.copyOf(resolved);
  }

  @Override
  public StepOptions defaults() {
    return environment.defaults();
  }

  @Override
  public Optional<Boolean> daemon() {
    return Optional.ofNullable(environment.daemon());
  }

  @Override
  public Optional<ThreadFactory> threadFactory() {
    return Optional.ofNullable(environment.threadFactory());
  }

  @Override
  public Optional<Consumer<? super PipelineException>> whenFailed() {
    return Optional.ofNullable(environment.whenFailed());
  }

  @Override
  public Optional<Tracker> tracker() {
    return Optional.ofNullable(environment.tracker());
  }

  @Override
  public Optional<ContextPropagation> contextPropagation() {
    return Optional.ofNullable(environment.contexts());
  }

  @Override
  public Optional<Reporter> reporter() {
    return Optional.ofNullable(environment.reporter());
  }

  @Override
  public Duration reportInterval() {
    return environment.interval();
  }

  @Override
  public Duration terminationTimeout() {
    return environment.termination();
  }

  @Override
  public Optional<Duration> shutdownLimit() {
    return Optional.ofNullable(environment.shutdownLimit());
  }

  @Override
  public Builder<I, O> toBuilder() {
    return new PipelineBuilder<>(this);
  }

  @Override
  public String toString() {
    return "pipeline '" + name + "': " + steps();
  }

  private Object writeReplace() {
    ArrayList<NamedPart> steps = new ArrayList<>();
    specs.forEach(step -> steps.add(new NamedPart("step '" + step.name() + "'", step)));
    String place = "pipeline '" + name + "'";
    return new Written(name, new NamedPart(place, steps), new NamedPart(place, environment));
  }

  /**
   * The serialised form.
   *
   * @param name the name
   * @param steps the steps: named parts when it is written, {@link StepSpec}s when it is read
   * @param environment the settings, likewise
   */
  private record Written(String name, Object steps, Object environment) implements Serializable {
    @SuppressWarnings("unchecked") // as it was written
    private Object readResolve() {
      PipelineSpec<?, ?> spec = named(name).with((Environment) environment);
      for (StepSpec step : (List<StepSpec>) steps) {
        spec = spec.add(step);
      }
      return spec;
    }
  }
}
