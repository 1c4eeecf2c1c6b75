package io.paipa;

import java.time.Duration;
import java.util.List;
import java.util.function.Function;
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
    return changed(chunking -> chunking.within(timeout));
  }

  @Override
  public ChunkBuilder<I, T> weighing(Weigher<? super T> weigher, long limit) {
    return changed(chunking -> chunking.with(new StepDefinition.Weighing(weigher, limit)));
  }

  @Override
  public ChunkBuilder<I, T> groupedBy(KeyFunction<? super T> key, int openAtMost) {
    return changed(chunking -> chunking.with(new StepDefinition.Grouping(key, openAtMost)));
  }

  private ChunkBuilder<I, T> changed(Function<ChunkSpec, StepSpec> change) {
    ChunkSpec chunking = (ChunkSpec) spec.last();
    StepSpec changed = spec.at(chunking.name(), () -> change.apply(chunking));
    return new OptionsOfChunk<>(spec.withLast(changed));
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
