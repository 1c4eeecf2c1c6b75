package io.paipa;

import io.paipa.internal.platform.TimeSource;

/** Builds pipelines with a clock of their own. */
public final class Clocks {
  private Clocks() {}

  /**
   * Builds a pipeline.
   *
   * @param builder its builder
   * @param clock its clock
   * @param <I> type of the items
   * @param <O> type of the outputs
   * @return the pipeline
   */
  public static <I, O> Pipeline<I, O> build(Builder<I, O> builder, TimeSource clock) {
    return Door.open(builder.definition(), clock);
  }
}
