package io.paipa.coroutine;

import io.paipa.CheckedFunction;
import java.util.Iterator;
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
    belongings.add(closing);
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
        } else if (open.hasNext()) {
          return checked(open.next());
        } else {
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
      opened.forEachRemaining(element -> sink.accept(checked(element)));
      closeInner();
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
        opened.add(stream);
        inner = opened;
        return Spliterators.iterator(stream.sequential().spliterator());
      } else if (result instanceof Iterable<?> iterable) {
        opened.add(iterable);
        inner = opened;
        Iterator<?> iterator = iterable.iterator();
        opened.add(iterator);
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
