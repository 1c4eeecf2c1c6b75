package io.paipa.internal.pausing;

import io.paipa.internal.pausing.PostponingStep.Done;
import io.paipa.internal.pausing.PostponingStep.Postponed;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * What is kept during a pause, in its order: results that nobody has pulled, each as {@link Done},
 * and items that were not begun. As it is, it can go into the next pipeline. Not thread-safe.
 */
final class KeptInPause {
  private Deque<Object> contents = new ArrayDeque<>();

  /** Adds what came out of a pipeline. */
  void add(Object output) {
    contents.add(output instanceof Postponed postponed ? postponed.item() : new Done(output));
  }

  /** Adds what was to go into a pipeline. */
  void addAll(Deque<Object> inputs) {
    contents.addAll(inputs);
  }

  boolean isEmpty() {
    return contents.isEmpty();
  }

  /** Moves the results up to the first item that was not begun; false if there are none. */
  @SuppressWarnings("unchecked") // what the function gives
  <O> boolean moveResults(Deque<O> to) {
    while (contents.peek() instanceof Done done) {
      to.add((O) done.result());
      contents.remove();
    }
    return !to.isEmpty();
  }

  /** Drops the items, which will not be begun any more. */
  void dropItems() {
    contents.removeIf(each -> !(each instanceof Done));
  }

  /** Takes all there is. */
  Deque<Object> takeAll() {
    Deque<Object> all = contents;
    contents = new ArrayDeque<>();
    return all;
  }
}
