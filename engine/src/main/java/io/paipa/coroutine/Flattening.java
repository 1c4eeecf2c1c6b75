package io.paipa.coroutine;

import io.paipa.CheckedFunction;
import io.paipa.Skip;
import java.util.Iterator;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Gives the elements of what a function makes of each item, one by one. An inner iterator or stream
 * is opened when the one before is at its end and another element is asked for, and closed at its
 * own end.
 *
 * @param function gives a stream or an iterable
 * @param given what it has to give, in words
 */
record Flattening(CheckedFunction<Object, Object> function, String given) implements Stage {
  /** The elements of the items, which are iterables. */
  static Flattening flatten() {
    return new Flattening(item -> item, "an iterable");
  }

  /** The elements of a stream for each item. */
  @SuppressWarnings("unchecked") // the recipe's types say that the items fit
  static Flattening flatMapping(CheckedFunction<?, ?> function) {
    return new Flattening((CheckedFunction<Object, Object>) function, "a stream");
  }

  @Override
  public Pull on(Pull upstream, Place place, Belongings belongings) {
    Elements elements = new Elements(this, upstream, place);
    AutoCloseable closing = elements::closeInner;
    belongings.add(closing, place);
    return elements;
  }

  private static final class Elements extends Pull {
    private final Flattening step;
    private final Pull upstream;
    private final Place place;
    private @Nullable Belongings inner;
    private @Nullable Iterator<?> elements;

    Elements(Flattening step, Pull upstream, Place place) {
      this.step = step;
      this.upstream = upstream;
      this.place = place;
    }

    @Override
    @Nullable Object next() {
      while (true) {
        Iterator<?> open = elements;
        if (open == null) {
          Object item = upstream.next();
          if (item == null) {
            return null;
          }
          elements = open(item);
        } else {
          Object element = nextOf(open);
          if (element != null) {
            return element;
          }
          closeInner();
        }
      }
    }

    @Override
    void drain(Consumer<Object> sink) {
      if (elements != null) {
        drainInner(elements, sink);
      }
      upstream.drain(
          item -> {
            Iterator<?> opened = open(item);
            if (opened != null) {
              elements = opened;
              drainInner(opened, sink);
            }
          });
    }

    private void drainInner(Iterator<?> opened, Consumer<Object> sink) {
      for (Object element = nextOf(opened); element != null; element = nextOf(opened)) {
        sink.accept(element);
      }
      closeInner();
    }

    /**
     * The next element of an item; null at the end, or if the rest of the item is to be dropped.
     */
    private @Nullable Object nextOf(Iterator<?> opened) {
      try {
        return opened.hasNext() ? checked(opened.next()) : null;
      } catch (Skip skip) {
        return null;
      }
    }

    private Spliterator<?> elementsOf(Stream<?> stream) {
      try {
        return stream.sequential().spliterator();
      } catch (IllegalStateException e) {
        throw new IllegalStateException(place + ": " + e.getMessage(), e); // it was used before
      }
    }

    /** The elements of an item; null if it is to be dropped. */
    private @Nullable Iterator<?> open(Object item) {
      Object result;
      try {
        result = step.function.apply(item);
      } catch (Exception e) {
        place.failed(item, e);
        return null;
      }
      Belongings opened = new Belongings();
      if (result instanceof Stream<?> stream) {
        opened.add(stream, place);
        inner = opened;
        return Spliterators.iterator(elementsOf(stream));
      } else if (result instanceof Iterable<?> iterable) {
        opened.add(iterable, place);
        inner = opened;
        Iterator<?> iterator = iterable.iterator();
        if (iterator == null) {
          throw place.nothing("an iterator");
        }
        opened.add(iterator, place);
        return iterator;
      }
      throw place.nothing(step.given);
    }

    void closeInner() {
      Belongings closing = inner;
      inner = null;
      elements = null;
      if (closing != null) {
        closing.close(null);
      }
    }

    private Object checked(@Nullable Object element) {
      if (element == null) {
        throw place.nullOutput();
      }
      return element;
    }
  }
}
