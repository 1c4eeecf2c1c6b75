package io.paipa.coroutine;

import io.paipa.CheckedFunction;
import io.paipa.CheckedPredicate;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Up to eight steps that map and filter, in one go: an item passes them without a call between
 * them, and without an object of ours.
 *
 * <p><b>Why it is written out.</b> The compiler of the JVM knows of each call in the code which
 * classes it has met there, and inlines where it has met one or two. In a loop over the steps there
 * would be one such call for all steps. Here each place has its own, and so a recipe that is hot is
 * compiled into straight code.
 */
final class Fused extends Pull {
  static final int MOST = 8;
  private static final int HALF = 4;
  private static final PerItem NONE = PerItem.filtering(item -> true);

  private final Pull upstream;
  private final List<Place> places;
  private final int length;
  private final @Nullable CheckedFunction<Object, Object> map0;
  private final CheckedPredicate<Object> test0;
  private final @Nullable CheckedFunction<Object, Object> map1;
  private final CheckedPredicate<Object> test1;
  private final @Nullable CheckedFunction<Object, Object> map2;
  private final CheckedPredicate<Object> test2;
  private final @Nullable CheckedFunction<Object, Object> map3;
  private final CheckedPredicate<Object> test3;
  private final @Nullable CheckedFunction<Object, Object> map4;
  private final CheckedPredicate<Object> test4;
  private final @Nullable CheckedFunction<Object, Object> map5;
  private final CheckedPredicate<Object> test5;
  private final @Nullable CheckedFunction<Object, Object> map6;
  private final CheckedPredicate<Object> test6;
  private final @Nullable CheckedFunction<Object, Object> map7;
  private final CheckedPredicate<Object> test7;

  Fused(Pull upstream, List<PerItem> steps, List<Place> places) {
    this.upstream = upstream;
    this.places = List.copyOf(places);
    length = steps.size();
    map0 = at(steps, 0).function();
    test0 = at(steps, 0).predicate();
    map1 = at(steps, 1).function();
    test1 = at(steps, 1).predicate();
    map2 = at(steps, 2).function();
    test2 = at(steps, 2).predicate();
    map3 = at(steps, 3).function();
    test3 = at(steps, 3).predicate();
    map4 = at(steps, 4).function();
    test4 = at(steps, 4).predicate();
    map5 = at(steps, 5).function();
    test5 = at(steps, 5).predicate();
    map6 = at(steps, 6).function();
    test6 = at(steps, 6).predicate();
    map7 = at(steps, 7).function();
    test7 = at(steps, 7).predicate();
  }

  private static PerItem at(List<PerItem> steps, int index) {
    return index < steps.size() ? steps.get(index) : NONE;
  }

  @Override
  @Nullable Object next() {
    for (Object item = upstream.next(); item != null; item = upstream.next()) {
      Object result = apply(item);
      if (result != null) {
        return result;
      }
    }
    return null;
  }

  @Override
  void drain(Consumer<Object> sink) {
    upstream.drain(
        item -> {
          Object result = apply(item);
          if (result != null) {
            sink.accept(result);
          }
        });
  }

  /** The result for an item; null if a step drops it. */
  private @Nullable Object apply(Object first) {
    Object item = first;
    int at = 0;
    try {
      if (map0 != null) {
        item = checked(map0.apply(item), at);
      } else if (!test0.test(item)) {
        return null;
      }
      if (length == 1) {
        return item;
      }
      at = 1;
      if (map1 != null) {
        item = checked(map1.apply(item), at);
      } else if (!test1.test(item)) {
        return null;
      }
      if (length == 2) {
        return item;
      }
      at = 2;
      if (map2 != null) {
        item = checked(map2.apply(item), at);
      } else if (!test2.test(item)) {
        return null;
      }
      if (length == 3) {
        return item;
      }
      at = 3;
      if (map3 != null) {
        item = checked(map3.apply(item), at);
      } else if (!test3.test(item)) {
        return null;
      }
    } catch (Exception e) {
      return places.get(at).failed(item, e);
    }
    return length <= HALF ? item : applyRest(item);
  }

  /** The second half: a method of twice the size would not be inlined. */
  private @Nullable Object applyRest(Object first) {
    Object item = first;
    int at = HALF;
    try {
      if (map4 != null) {
        item = checked(map4.apply(item), at);
      } else if (!test4.test(item)) {
        return null;
      }
      if (length == 5) {
        return item;
      }
      at = 5;
      if (map5 != null) {
        item = checked(map5.apply(item), at);
      } else if (!test5.test(item)) {
        return null;
      }
      if (length == 6) {
        return item;
      }
      at = 6;
      if (map6 != null) {
        item = checked(map6.apply(item), at);
      } else if (!test6.test(item)) {
        return null;
      }
      if (length == 7) {
        return item;
      }
      at = 7;
      if (map7 != null) {
        item = checked(map7.apply(item), at);
      } else if (!test7.test(item)) {
        return null;
      }
      return item;
    } catch (Exception e) {
      return places.get(at).failed(item, e);
    }
  }

  private Object checked(@Nullable Object result, int at) {
    if (result == null) {
      throw places.get(at).nullOutput();
    }
    return result;
  }
}
