package io.paipa.internal.pausing;

import io.paipa.CheckedFunction;
import io.paipa.internal.assembly.PipelinePlan;
import io.paipa.internal.source.DividedSource;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * A function over a source, whose threads end while nobody pulls the results, and come back.
 *
 * @param <R> type of the results
 */
public final class PausingMap<R> {
  private final DividedSource source;
  private final CheckedFunction<Object, ?> function;

  /**
   * A function over a source.
   *
   * @param source the items
   * @param function takes them
   * @param <T> type of the items
   */
  @SuppressWarnings("unchecked") // items are objects to the engine
  public <T> PausingMap(
      Iterable<? extends T> source, CheckedFunction<? super T, ? extends R> function) {
    this.source = new DividedSource(source);
    this.function = (CheckedFunction<Object, ?>) function;
  }

  /**
   * The results. Nothing is started before the first of them is asked for.
   *
   * @param plan pipelines of one step, whose options count, and not its function
   * @return the results, for one use
   */
  public Stream<R> results(PipelinePlan plan) {
    PipelinePlan postponing = plan.madeBy(time -> new PostponingStep(source, function));
    PausingResults<R> results = new PausingResults<>(new Parts<>(postponing, source));
    return StreamSupport.stream(results, false).onClose(results::close);
  }
}
