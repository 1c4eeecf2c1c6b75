package io.paipa.internal.worker;

import io.paipa.internal.delivery.Delivery;
import io.paipa.internal.delivery.Envelope;
import org.jspecify.annotations.Nullable;

/**
 * An attempt at an item.
 *
 * @param item the item
 * @param place its place in the order of the outputs, or {@link #NO_PLACE}
 * @param number how many attempts were made with this one: 1 for the first
 * @param turn the item's turn among those of its key; null if the step has no keys
 * @param delivery what the item is part of; null if nobody waits to be told of it
 * @param refusal why the attempt can't be made; null if it can
 */
record Attempt(
    Object item,
    long place,
    int number,
    @Nullable Turn turn,
    @Nullable Delivery delivery,
    @Nullable Refusal refusal) {
  /**
   * The user's code says that an item can't be begun.
   *
   * @param what what happened, as the beginning of a sentence
   * @param cause what the code threw
   */
  record Refusal(String what, Throwable cause) {}

  /** The place of an item where no order is restored. */
  static final long NO_PLACE = -1;

  /** The first attempt at what has come to a step: an item, or an envelope with one. */
  static Attempt first(Object content, long place) {
    return first(content, place, null);
  }

  /** The first attempt at an item whose turn has come. */
  static Attempt first(Turn turn) {
    Attempt first = first(turn.content(), NO_PLACE, turn);
    Throwable failure = turn.failure();
    return failure == null
        ? first
        : first.refused(new Refusal("the key of an item could not be found out", failure));
  }

  private static Attempt first(Object content, long place, @Nullable Turn turn) {
    return content instanceof Envelope envelope
        ? new Attempt(envelope.item(), place, 1, turn, envelope.delivery(), null)
        : new Attempt(content, place, 1, turn, null, null);
  }

  /** The same, but it is not made. */
  Attempt refused(Refusal why) {
    return new Attempt(item, place, number, turn, delivery, why);
  }

  /** What has come to the step: the item, or an envelope with it. */
  Object content() {
    return delivery == null ? item : new Envelope(item, delivery);
  }

  /** Another attempt at the same item. */
  Attempt next() {
    return new Attempt(item, place, number + 1, turn, delivery, null);
  }
}
