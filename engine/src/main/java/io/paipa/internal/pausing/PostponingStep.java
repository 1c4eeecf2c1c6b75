package io.paipa.internal.pausing;

import io.paipa.CheckedFunction;
import io.paipa.Emitter;
import io.paipa.Step;
import io.paipa.StepContext;
import io.paipa.internal.source.DividedSource;
import org.jspecify.annotations.Nullable;

/**
 * Calls a function for each item. While its pipeline is to end for a pause, it gives the items back
 * as they are. So the threads end when the calls under way return, and nothing is done that nobody
 * has asked for. An item that has failed before is tried again all the same, since the next
 * pipeline would count its attempts anew.
 */
final class PostponingStep implements Step<Object, Object> {
  private final DividedSource source;
  private final CheckedFunction<Object, ?> function;
  private @Nullable StepContext<Object> context;

  PostponingStep(DividedSource source, CheckedFunction<Object, ?> function) {
    this.source = source;
    this.function = function;
  }

  /**
   * As an output: an item that was not begun.
   *
   * @param item the item
   */
  record Postponed(Object item) {}

  /**
   * As an item: a result that was there before the pause, and keeps its place among the others.
   *
   * @param result the result
   */
  record Done(Object result) {}

  @Override
  public void onWorkerStart(StepContext<Object> given) {
    context = given;
  }

  @Override
  public void process(Object item, Emitter<Object> out) throws Exception {
    if (item instanceof Done done) {
      out.emit(done.result());
    } else if (source.isPausing() && context != null && context.attempt() == 1) {
      out.emit(new Postponed(item));
    } else {
      out.emit(function.apply(item));
    }
  }
}
