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
final class RecipeSource extends Pull {
  private final Supplier<? extends Iterator<?>> opening;
  private final @Nullable Object given;
  private @Nullable Iterator<?> items;

  /**
   * A source. What is opened belongs to the results from now on: so it is closed after the steps,
   * which come later, and before what it was opened from.
   *
   * @param given what it is opened from; null if that is nobody's to close
   */
  private RecipeSource(
      Supplier<? extends Iterator<?>> opening, @Nullable Object given, Belongings belongings) {
    this.opening = opening;
    this.given = given;
    if (given != null) {
      belongings.add(given, null);
    }
    AutoCloseable closing = this::closeOpened;
    belongings.add(closing, null);
  }

  static RecipeSource of(Iterator<?> given, Belongings belongings) {
    Iterator<?> items = itself(given);
    return new RecipeSource(() -> items, items, belongings);
  }

  /** Results that were handed over refuse to be read any further, and say why. */
  private static Iterator<?> itself(Iterator<?> given) {
    return given instanceof RecipeResults<?> results ? results.handOver() : given;
  }

  static RecipeSource of(Iterable<?> items, Belongings belongings) {
    return new RecipeSource(items::iterator, items, belongings);
  }

  static RecipeSource of(Stream<?> items, Recipe<?, ?> recipe, Belongings belongings) {
    Spliterator<?> elements;
    try {
      // The first call refuses a stream that was used, before the second would change it.
      elements = items.onClose(() -> {}).sequential().spliterator();
    } catch (IllegalStateException e) {
      throw new IllegalStateException(
          recipe
              + ": this stream was used or closed before, and has nothing left to give; make a new"
              + " one",
          e);
    }
    return new RecipeSource(() -> Spliterators.iterator(elements), items, belongings);
  }

  static RecipeSource later(
      Supplier<? extends @Nullable Iterator<?>> later, Belongings belongings) {
    return new RecipeSource(
        () -> itself(Objects.requireNonNull(later.get(), "recipe: the source function gave null")),
        null,
        belongings);
  }

  @Override
  @Nullable Object next() {
    Iterator<?> opened = items != null ? items : open();
    return opened.hasNext() ? checked(opened.next()) : null;
  }

  @Override
  void drain(Consumer<Object> sink) {
    Collection<?> collection = items == null ? ofTheJdk() : null;
    if (collection != null) {
      collection.spliterator().forEachRemaining(item -> sink.accept(checked(item)));
      return;
    }
    Iterator<?> opened = items != null ? items : open();
    opened.forEachRemaining(item -> sink.accept(checked(item)));
  }

  private Iterator<?> open() {
    Iterator<?> opened =
        Objects.requireNonNull(opening.get(), "recipe: the source gave null, not an iterator");
    items = opened;
    return opened;
  }

  private void closeOpened() throws Exception {
    if (items instanceof AutoCloseable closeable && items != given) {
      closeable.close();
    }
  }

  /** A collection that knows a faster way through its elements than an iterator. */
  private @Nullable Collection<?> ofTheJdk() {
    return given instanceof Collection<?> collection
            && collection.getClass().getModule() == Collection.class.getModule()
        ? collection
        : null;
  }

  private static Object checked(@Nullable Object item) {
    if (item == null) {
      throw new NullPointerException("recipe: the source gave null, which is no item");
    }
    return item;
  }
}
