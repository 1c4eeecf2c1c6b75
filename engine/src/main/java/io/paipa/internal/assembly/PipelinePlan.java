package io.paipa.internal.assembly;

import io.paipa.CheckedFunction;
import io.paipa.ContextPropagation;
import io.paipa.IteratorStep;
import io.paipa.PipelineDefinition;
import io.paipa.PipelineException;
import io.paipa.Reporter;
import io.paipa.Step;
import io.paipa.Tracker;
import io.paipa.internal.platform.TimeSource;
import io.paipa.internal.worker.StationSettings;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadFactory;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A pipeline, described and checked.
 *
 * @param described what its user described, for code that wants to read it
 * @param steps its steps, at least one
 * @param threads makes its threads
 * @param keepsJvm whether the JVM is to wait for the pipeline
 * @param whenFailed called if it fails, or null
 * @param tracker observes the attempts, or null
 * @param contexts takes the contexts of threads along, or null
 * @param reporter takes reports, or null
 * @param reportNanos how often
 * @param terminationNanos how long to wait for user code that ignores interrupts
 * @param shutdownNanos for how long the JVM's shutdown waits for a drain; 0 for no drain
 * @param time the clock
 */
public record PipelinePlan(
    PipelineDefinition<?, ?> described,
    List<StepPlan> steps,
    ThreadFactory threads,
    boolean keepsJvm,
    @Nullable Consumer<? super PipelineException> whenFailed,
    @Nullable Tracker tracker,
    @Nullable ContextPropagation contexts,
    @Nullable Reporter reporter,
    long reportNanos,
    long terminationNanos,
    long shutdownNanos,
    TimeSource time) {
  /**
   * The pipeline's name.
   *
   * @return its name
   */
  public String name() {
    return described.name();
  }

  /**
   * How long it takes until something is worth a warning.
   *
   * @return the shortest time of all steps
   */
  public long stallNanos() {
    return steps.stream().mapToLong(step -> step.settings().stallNanos()).min().orElseThrow();
  }

  /**
   * A step that can't tell which output came of which item.
   *
   * @return its name; empty if there is none
   */
  public Optional<String> iteratorStep() {
    return steps.stream()
        .filter(step -> step.iterate() != null)
        .map(step -> step.settings().name())
        .findFirst();
  }

  /**
   * The size of the first ring.
   *
   * @return its slots
   */
  public int capacity() {
    return steps.get(0).settings().capacity();
  }

  /** A pipeline of one step that is shared, with other instances of it. */
  public PipelinePlan madeBy(Maker maker) {
    StationSettings settings = steps.get(0).settings();
    List<StepPlan> others = List.of(new StepPlan(settings, maker, null, null, true, false, false));
    return new PipelinePlan(
        described,
        others,
        threads,
        keepsJvm,
        whenFailed,
        tracker,
        contexts,
        reporter,
        reportNanos,
        terminationNanos,
        shutdownNanos,
        time);
  }

  /**
   * A step, described and checked.
   *
   * @param settings its options
   * @param factory makes its instances, or null if it has none
   * @param iterate the iterator step, or null
   * @param async the function of an asynchronous step, or null
   * @param shareable whether one instance may serve all workers
   * @param sink whether what it is done with is what counts
   * @param reenqueues whether it may put items back
   */
  public record StepPlan(
      StationSettings settings,
      @Nullable Maker factory,
      @Nullable IteratorStep<?, ?> iterate,
      @Nullable CheckedFunction<?, ?> async,
      boolean shareable,
      boolean sink,
      boolean reenqueues) {}

  /** Makes a step's instance. */
  @FunctionalInterface
  public interface Maker {
    /**
     * Makes an instance.
     *
     * @param time the pipeline's clock
     * @return the instance; null if the user's factory gave none
     * @throws Exception what the user's factory throws
     */
    @Nullable Step<?, ?> make(TimeSource time) throws Exception;
  }
}
