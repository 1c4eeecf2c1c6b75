package io.paipa.internal.worker;

import io.paipa.internal.delivery.Envelope;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * An item of a keyed step, and its turn among the items of its key. The turns of a key form a line:
 * each knows the next one.
 *
 * <p><b>Who writes what.</b> The next turn is written once, by compare-and-set from null: by the
 * thread that puts the next item into line, or, if there is none yet, by the worker that ends this
 * turn, which writes that it is over. So either the end finds the next turn, and lets it come; or
 * the thread that joins finds that this one is over, and its own turn has come. Neither is missed,
 * and the next item is begun once. The failure and the slot are written before any other thread
 * knows the turn.
 *
 * <p>This is the hand-over of the queue lock of Mellor-Crummey and Scott ("Algorithms for Scalable
 * Synchronization on Shared-Memory Multiprocessors", 1991), without threads that spin.
 */
final class Turn {
  private static final VarHandle NEXT;
  private static final Turn OVER = new Turn(new Object(), null, 0, false);

  static {
    try {
      NEXT = MethodHandles.lookup().findVarHandle(Turn.class, "next", Turn.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  /** The {@link #slot} of a turn that is kept apart. */
  static final int APART = -1;

  private final Object content;
  private final @Nullable Object key;
  private final long place;
  private final boolean putBack;
  private int hash;
  private int slot;
  private volatile @Nullable Turn next;
  private @Nullable Throwable failure;

  /**
   * The turn of an item.
   *
   * @param content the item, or an envelope with it
   * @param key its key; null if no order is to be kept for it
   * @param place its place among all items that came from the ring
   * @param putBack whether its step has put it back
   */
  Turn(Object content, @Nullable Object key, long place, boolean putBack) {
    this.content = content;
    this.key = key;
    this.place = place;
    this.putBack = putBack;
  }

  /** What has come to the step. */
  Object content() {
    return content;
  }

  Object item() {
    return Envelope.itemIn(content);
  }

  @Nullable Object key() {
    return key;
  }

  /** Its place in the order in which the items came to the step. */
  long place() {
    return place;
  }

  boolean wasPutBack() {
    return putBack;
  }

  /** The hash code of the key, as it was when the key was asked for. */
  void hashedTo(int code) {
    hash = code;
  }

  int hash() {
    return hash;
  }

  /** Before it is put there: where it stands as the last turn of its key. */
  void inSlot(int number) {
    slot = number;
  }

  int slot() {
    return slot;
  }

  /** The user's code did not give a key that can be used. */
  void failed(Throwable thrown) {
    failure = thrown;
  }

  /** Why the item has failed before it was begun; null if it has not. */
  @Nullable Throwable failure() {
    return failure;
  }

  /**
   * Gets in line behind another turn.
   *
   * @return false if that one is over, so that this turn has come
   */
  boolean waitsBehind(Turn before) {
    return NEXT.compareAndSet(before, null, this);
  }

  /**
   * The item is settled. To be called once.
   *
   * @return the turn that comes now; null if none waits
   */
  @Nullable Turn end() {
    if (NEXT.compareAndSet(this, null, OVER)) {
      return null;
    }
    Turn following = next;
    NEXT.setRelease(this, OVER); // a turn that is over leads to no later ones: it may be kept
    return following;
  }

  /** How many turns wait behind this one, at this moment. */
  int waiting() {
    int count = 0;
    for (Turn turn = next; turn != null && turn != OVER; turn = turn.next) {
      count++;
    }
    return count;
  }
}
