package io.paipa.coroutine;

import io.paipa.CheckedFunction;
import io.paipa.CheckedPredicate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A step that gives one result for an item, or drops it. Without state, so that several can be
 * {@link Fused}.
 *
 * @param function gives the result; null for a step that filters
 * @param predicate says which items stay; not asked if there is a function
 */
record PerItem(
    @Nullable CheckedFunction<Object, Object> function, CheckedPredicate<Object> predicate)
    implements Stage {
  @SuppressWarnings("unchecked") // the recipe's types say that the items fit
  static PerItem mapping(CheckedFunction<?, ?> function) {
    return new PerItem((CheckedFunction<Object, Object>) function, item -> true);
  }

  @SuppressWarnings("unchecked") // as above
  static PerItem filtering(CheckedPredicate<?> predicate) {
    return new PerItem(null, (CheckedPredicate<Object>) predicate);
  }

  @Override
  public Pull on(Pull upstream, Place place, Belongings belongings) {
    return new Fused(upstream, List.of(this), List.of(place));
  }
}
