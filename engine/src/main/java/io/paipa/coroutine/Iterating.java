package io.paipa.coroutine;

import io.paipa.IteratorStep;
import java.lang.ref.WeakReference;
import java.util.Collections;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** An iterator step of anybody's. Several threads may apply it at a time. */
final class Iterating implements Stage {
  private static final long serialVersionUID = 1L;

  /** The step. */
  private final IteratorStep<Object, Object> step;

  private transient @Nullable WeakReference<Iterator<?>> last;

  @SuppressWarnings("unchecked") // the recipe's types say that the items fit
  Iterating(IteratorStep<?, ?> step) {
    this.step = (IteratorStep<Object, Object>) step;
  }

  @Override
  @SuppressWarnings("ConstantValue") // user code may well give null
  public Pull on(Pull upstream, Place place, Belongings belongings) {
    Iterator<Object> results = step.apply(new Upstream(upstream, place));
    if (results == null) {
      throw place.nothing("an iterator; give Collections.emptyIterator() for no results");
    }
    if (isKnown(results)) {
      throw new IllegalStateException(
          place
              + " gave the same iterator as the last time, which was used then; make one each"
              + " time");
    }
    belongings.add(results, place);
    return new Given(results, place);
  }

  private synchronized boolean isKnown(Iterator<?> results) {
    boolean known = last != null && last.refersTo(results);
    last = new WeakReference<>(results);
    return known && results != Collections.emptyIterator();
  }

  /** What the step's iterator gives. */
  private static final class Given extends Pull {
    private final Iterator<?> results;
    private final Place place;

    Given(Iterator<?> results, Place place) {
      this.results = results;
      this.place = place;
    }

    @Override
    @Nullable Object next() {
      return results.hasNext() ? checked(results.next()) : null;
    }

    @Override
    void drain(Consumer<Object> sink) {
      results.forEachRemaining(result -> sink.accept(checked(result)));
    }

    private Object checked(@Nullable Object result) {
      if (result == null) {
        throw place.nullOutput();
      }
      return result;
    }
  }

  /** What is before the step, as it sees it. */
  private static final class Upstream implements Iterator<Object> {
    private final Pull pull;
    private final Place place;
    private @Nullable Object ready;
    private boolean ended;

    Upstream(Pull pull, Place place) {
      this.pull = pull;
      this.place = place;
    }

    @Override
    public boolean hasNext() {
      if (ready == null && !ended) {
        ready = pull.next();
        ended = ready == null;
      }
      return ready != null;
    }

    @Override
    public Object next() {
      Object item = ready;
      if (item == null && !ended) {
        item = pull.next();
        ended = item == null;
      }
      if (item == null) {
        throw new NoSuchElementException("there are no more items");
      }
      ready = null;
      return item;
    }

    /** For messages: whose items these are. */
    @Override
    public String toString() {
      return place.toString();
    }
  }
}
