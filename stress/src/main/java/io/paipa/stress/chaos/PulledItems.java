package io.paipa.stress.chaos;

import java.util.Iterator;
import java.util.stream.Stream;

/** What a step gives that pulls its items: each is worked on when the next is asked for. */
record PulledItems(StepCode code, Iterator<?> items) implements Iterator<Object> {
  static Iterator<Object> of(StepCode code, Iterator<?> items) {
    return new PulledItems(code, items);
  }

  static Stream<Object> of(StepCode code, Stream<Object> items) {
    return items.map(item -> pulled(code, item));
  }

  private static Object pulled(StepCode code, Object item) {
    try {
      return code.map(item);
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public boolean hasNext() {
    return items.hasNext();
  }

  @Override
  public Object next() {
    return pulled(code, items.next());
  }
}
