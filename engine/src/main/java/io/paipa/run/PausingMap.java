package io.paipa.run;

import io.paipa.CheckedFunction;
import io.paipa.Step;
import io.paipa.source.DividedSource;
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
   * The step that the pipelines are to be made of.
   *
   * @return an instance for one worker
   */
  public Step<Object, Object> step() {
    return new PostponingStep(source, function);
  }

  /**
   * The results. Nothing is started before the first of them is asked for.
   *
   * @param definition pipelines of this step alone
   * @return the results, for one use
   */
  public Stream<R> results(Definition definition) {
    PausingResults<R> results = new PausingResults<>(new Parts<>(definition, source));
    return StreamSupport.stream(results, false).onClose(results::close);
  }
}
