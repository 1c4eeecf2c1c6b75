package io.paipa;

import java.util.function.UnaryOperator;

/**
 * The builder behind an iterator step.
 *
 * @param <I> type of the items put in
 * @param <Out> type of the step's outputs
 */
final class OptionsOfIterator<I, Out> extends PipelineBuilder<I, Out>
    implements IteratorStepBuilder<I, Out> {
  private static final long serialVersionUID = 1L;

  OptionsOfIterator(PipelineSpec<I, Out> spec) {
    super(spec);
  }

  @Override
  public <V> IteratorStepBuilder<I, Out> set(StepOption<V> option, V value) {
    return new OptionsOfIterator<>(spec.withOption(option, value));
  }

  @Override
  public IteratorStepBuilder<I, Out> with(StepOptions options) {
    return new OptionsOfIterator<>(spec.withOptions(StepOptions.given(options)));
  }

  @Override
  public IteratorStepBuilder<I, Out> with(UnaryOperator<IteratorStepBuilder<I, Out>> options) {
    return setBy(options, this);
  }
}
