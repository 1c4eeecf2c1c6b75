package io.paipa;

import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * The builder behind a step that collects items.
 *
 * @param <I> type of the items put in
 * @param <T> type of the items in the lists
 */
final class OptionsOfChunk<I, T> extends PipelineBuilder<I, List<T>> implements ChunkBuilder<I, T> {
  private static final long serialVersionUID = 1L;

  OptionsOfChunk(PipelineSpec<I, List<T>> spec) {
    super(spec);
  }

  @Override
  public ChunkBuilder<I, T> within(Duration timeout) {
    ChunkSpec chunking = (ChunkSpec) spec.last();
    return new OptionsOfChunk<>(spec.withLast(chunking.within(timeout)));
  }

  @Override
  public <V> ChunkBuilder<I, T> set(StepOption<V> option, V value) {
    return new OptionsOfChunk<>(spec.withOption(option, value));
  }

  @Override
  public ChunkBuilder<I, T> with(StepOptions options) {
    return new OptionsOfChunk<>(spec.withOptions(StepOptions.given(options)));
  }

  @Override
  public ChunkBuilder<I, T> with(UnaryOperator<ChunkBuilder<I, T>> options) {
    return setBy(options, this);
  }
}
