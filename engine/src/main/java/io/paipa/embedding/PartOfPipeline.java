package io.paipa.embedding;

import io.paipa.Builder;
import io.paipa.ContextPropagation;
import io.paipa.PipelineDefinition;
import io.paipa.PipelineException;
import io.paipa.Reporter;
import io.paipa.StepDefinition;
import io.paipa.StepOptions;
import io.paipa.Tracker;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadFactory;
import java.util.function.Consumer;

/**
 * Some steps of a pipeline, as one of its own, in daemon threads. What observes a pipeline is not
 * part of it: that is the host's.
 *
 * @param name the pipeline's name
 * @param steps their options resolved
 * @param terminationTimeout how long to wait for user code that ignores interrupts
 */
record PartOfPipeline(String name, List<StepDefinition> steps, Duration terminationTimeout)
    implements PipelineDefinition<Object, Object> {
  private static final Duration NEVER_USED = Duration.ofSeconds(1);

  @Override
  public StepOptions defaults() {
    return StepOptions.options();
  }

  @Override
  public Optional<Boolean> daemon() {
    return Optional.of(true);
  }

  @Override
  public Optional<ThreadFactory> threadFactory() {
    return Optional.empty();
  }

  @Override
  public Optional<Consumer<? super PipelineException>> whenFailed() {
    return Optional.empty();
  }

  @Override
  public Optional<Tracker> tracker() {
    return Optional.empty();
  }

  @Override
  public Optional<ContextPropagation> contextPropagation() {
    return Optional.empty();
  }

  @Override
  public Optional<Reporter> reporter() {
    return Optional.empty();
  }

  @Override
  public Duration reportInterval() {
    return NEVER_USED;
  }

  @Override
  public Optional<Duration> shutdownLimit() {
    return Optional.empty();
  }

  @Override
  public Builder<Object, Object> toBuilder() {
    throw new UnsupportedOperationException("a part is built from, not changed");
  }
}
