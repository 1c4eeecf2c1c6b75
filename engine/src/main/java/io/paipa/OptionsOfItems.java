package io.paipa;

import java.util.function.UnaryOperator;

/**
 * The builder behind a step that takes one item at a time.
 *
 * @param <I> type of the items put in
 * @param <In> type of the step's items
 * @param <Out> type of its outputs
 */
final class OptionsOfItems<I, In, Out> extends PipelineBuilder<I, Out>
    implements StepBuilder<I, In, Out> {
  private static final long serialVersionUID = 1L;

  OptionsOfItems(PipelineSpec<I, Out> spec) {
    super(spec);
  }

  @Override
  public <V> StepBuilder<I, In, Out> set(StepOption<V> option, V value) {
    return new OptionsOfItems<>(spec.withOption(option, value));
  }

  @Override
  public StepBuilder<I, In, Out> with(StepOptions options) {
    return new OptionsOfItems<>(spec.withOptions(StepOptions.given(options)));
  }

  @Override
  public StepBuilder<I, In, Out> with(UnaryOperator<StepBuilder<I, In, Out>> options) {
    return setBy(options, this);
  }
}
