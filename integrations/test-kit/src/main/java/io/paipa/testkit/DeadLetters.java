package io.paipa.testkit;

import io.paipa.CheckedConsumer;
import io.paipa.FailedItem;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Keeps the items that a step gives up, to be asserted: {@code
 * .onFailure(FailurePolicy.deadLetter(letters))}. Any threads.
 *
 * @param <I> type of the step's items
 */
public final class DeadLetters<I> implements CheckedConsumer<FailedItem<I>> {
  private static final long serialVersionUID = 1L;

  /** In the order in which they came. */
  private final List<FailedItem<I>> letters = new CopyOnWriteArrayList<>();

  /** Empty ones. */
  public DeadLetters() {}

  @Override
  public void accept(FailedItem<I> letter) {
    letters.add(letter);
  }

  /**
   * What was given up, with its step, its attempts and the last failure.
   *
   * @return the letters in the order in which they came; grows as long as the pipeline goes on
   */
  public List<FailedItem<I>> letters() {
    return List.copyOf(letters);
  }

  /**
   * The items that were given up.
   *
   * @return the items in the order in which they came
   */
  public List<I> items() {
    return letters.stream().map(FailedItem::item).toList();
  }
}
