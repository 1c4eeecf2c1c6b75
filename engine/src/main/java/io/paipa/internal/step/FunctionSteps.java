package io.paipa.internal.step;

import io.paipa.CheckedConsumer;
import io.paipa.CheckedFunction;
import io.paipa.CheckedPredicate;
import io.paipa.MultiFunction;
import io.paipa.Step;
import java.util.Objects;
import java.util.stream.Stream;

/** Steps made of functions. Without state of their own, so that all workers can share one. */
public final class FunctionSteps {
  private FunctionSteps() {}

  /**
   * One output for each item.
   *
   * @param function gives the output
   * @param <I> type of the items
   * @param <O> type of the outputs
   * @return the step
   */
  public static <I, O> Step<I, O> map(CheckedFunction<? super I, ? extends O> function) {
    return (item, out) -> out.emit(function.apply(item));
  }

  /**
   * The items that a predicate accepts.
   *
   * @param predicate accepts items
   * @param <T> type of the items
   * @return the step
   */
  public static <T> Step<T, T> filter(CheckedPredicate<? super T> predicate) {
    return (item, out) -> {
      if (predicate.test(item)) {
        out.emit(item);
      } else {
        ((DroppingEmitter<T>) out).drop();
      }
    };
  }

  /**
   * A stream of outputs for each item; closed before the attempt is over.
   *
   * @param function gives the stream
   * @param <I> type of the items
   * @param <O> type of the outputs
   * @return the step
   */
  public static <I, O> Step<I, O> flatMap(
      CheckedFunction<? super I, ? extends Stream<? extends O>> function) {
    return (item, out) -> {
      Stream<? extends O> outputs =
          Objects.requireNonNull(function.apply(item), "the function gave null, not a stream");
      Outputs.emit(outputs, out);
    };
  }

  /**
   * The elements of an iterable for each item. Its iterator and it are closed before the attempt is
   * over, if they can be.
   *
   * @param function gives the iterable
   * @param <I> type of the items
   * @param <O> type of the outputs
   * @return the step
   */
  public static <I, O> Step<I, O> flatMapIterable(
      CheckedFunction<? super I, ? extends Iterable<? extends O>> function) {
    return (item, out) -> {
      Iterable<? extends O> outputs =
          Objects.requireNonNull(function.apply(item), "the function gave null, not an iterable");
      Outputs.emit(outputs, out);
    };
  }

  /**
   * Any number of outputs for each item.
   *
   * @param function emits the outputs
   * @param <I> type of the items
   * @param <O> type of the outputs
   * @return the step
   */
  public static <I, O> Step<I, O> mapMulti(MultiFunction<? super I, O> function) {
    return function::apply;
  }

  /**
   * The items, after something was done with them.
   *
   * @param action what to do
   * @param <T> type of the items
   * @return the step
   */
  public static <T> Step<T, T> peek(CheckedConsumer<? super T> action) {
    return (item, out) -> {
      action.accept(item);
      out.emit(item);
    };
  }

  /**
   * No outputs.
   *
   * @param action what to do with each item
   * @param <T> type of the items
   * @return the step
   */
  public static <T> Step<T, Void> sink(CheckedConsumer<? super T> action) {
    return (item, out) -> action.accept(item);
  }
}
