package io.paipa.coroutine;

import java.util.Collection;
import java.util.Iterator;
import java.util.Objects;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The items that a recipe is applied to; opened when the first is asked for. */
final class Source extends Pull {
  private final Supplier<? extends Iterator<?>> opening;
  private final Belongings belongings;
  private final @Nullable Collection<?> collection;
  private @Nullable Iterator<?> items;

  private Source(Supplier<? extends Iterator<?>> opening, Belongings belongings) {
    this(opening, belongings, null);
  }

  private Source(
      Supplier<? extends Iterator<?>> opening,
      Belongings belongings,
      @Nullable Collection<?> collection) {
    this.opening = opening;
    this.belongings = belongings;
    this.collection = collection;
  }

  static Source of(Iterator<?> given, Belongings belongings) {
    // Who goes on reading results that were handed over is told so.
    Iterator<?> items = given instanceof Results<?> results ? results.handOver() : given;
    belongings.add(items);
    return new Source(() -> items, belongings);
  }

  static Source of(Iterable<?> items, Belongings belongings) {
    belongings.add(items);
    return new Source(items::iterator, belongings, ofTheJdk(items));
  }

  /** A collection that knows a faster way through its elements than an iterator. */
  private static @Nullable Collection<?> ofTheJdk(Iterable<?> items) {
    return items instanceof Collection<?> collection
            && collection.getClass().getModule() == Collection.class.getModule()
        ? collection
        : null;
  }

  static Source of(Stream<?> items, Belongings belongings) {
    Spliterator<?> elements = items.sequential().spliterator(); // refuses a stream that is used
    belongings.add(items);
    return new Source(() -> Spliterators.iterator(elements), belongings);
  }

  static Source later(Supplier<? extends @Nullable Iterator<?>> later, Belongings belongings) {
    return new Source(
        () -> {
          Iterator<?> given =
              Objects.requireNonNull(later.get(), "recipe: the source function gave null");
          return given instanceof Results<?> results ? results.handOver() : given;
        },
        belongings);
  }

  @Override
  @Nullable Object next() {
    Iterator<?> opened = items != null ? items : open();
    return opened.hasNext() ? checked(opened.next()) : null;
  }

  @Override
  void drain(Consumer<Object> sink) {
    if (items == null && collection != null) {
      collection.spliterator().forEachRemaining(item -> sink.accept(checked(item)));
      return;
    }
    Iterator<?> opened = items != null ? items : open();
    opened.forEachRemaining(item -> sink.accept(checked(item)));
  }

  private Iterator<?> open() {
    Iterator<?> opened =
        Objects.requireNonNull(opening.get(), "recipe: the source gave null, not an iterator");
    belongings.add(opened);
    items = opened;
    return opened;
  }

  private static Object checked(@Nullable Object item) {
    if (item == null) {
      throw new NullPointerException("recipe: the source gave null, which is no item");
    }
    return item;
  }
}
