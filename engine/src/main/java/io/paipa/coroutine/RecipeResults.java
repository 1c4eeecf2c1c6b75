package io.paipa.coroutine;

import io.paipa.internal.platform.Handover;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * The results of a recipe, as its reader sees them.
 *
 * @param <O> type of the results
 */
final class RecipeResults<O> implements CloseableIterator<O>, Handover<O> {
  private Line line;
  private Line.@Nullable Refusing handedOver;
  private @Nullable RecipeResults<O> rest;
  private @Nullable Object ready;

  RecipeResults(Line line) {
    this.line = line;
  }

  @Override
  public boolean hasNext() {
    if (ready == null) {
      ready = pull();
    }
    return ready != null;
  }

  @Override
  @SuppressWarnings("unchecked") // the recipe's types say so
  public O next() {
    Object result = ready;
    if (result == null) {
      result = pull();
    }
    if (result == null) {
      throw new NoSuchElementException("there are no more results");
    }
    ready = null;
    return (O) result;
  }

  @Override
  @SuppressWarnings("unchecked") // as above
  public void forEachRemaining(Consumer<? super O> action) {
    Objects.requireNonNull(action, "action: null can't be called");
    checkHere();
    Object first = ready;
    ready = null;
    Consumer<Object> sink = (Consumer<Object>) action;
    line.drain(first, sink);
  }

  private @Nullable Object pull() {
    checkHere();
    return line.pull();
  }

  private void checkHere() {
    if (handedOver != null) {
      throw handedOver.refusal();
    }
  }

  @Override
  public RecipeResults<O> handOver() {
    checkHere();
    if (ready == null) {
      line.checkUnused();
    }
    RecipeResults<O> successor = new RecipeResults<>(line);
    successor.ready = ready;
    ready = null;
    handedOver = line.handedOver();
    rest = successor;
    return successor;
  }

  @Override
  public Stream<O> stream() {
    RecipeResults<O> successor = handOver();
    return StreamSupport.stream(
            Spliterators.spliteratorUnknownSize(
                successor, Spliterator.ORDERED | Spliterator.NONNULL),
            false)
        .onClose(successor::close);
  }

  /** Closes what was handed over, too: the code that opened it may close it. */
  @Override
  public void close() {
    ready = null;
    if (rest != null) {
      rest.close();
    } else {
      line.close();
    }
  }
}
