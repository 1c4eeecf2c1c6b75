package io.paipa;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.OptionalLong;

/**
 * Positions of a source in their order, such as the offsets of a partition, and up to which of them
 * all deliveries are settled: the position that may be confirmed to a broker that takes only one
 * number. An open delivery is never passed, nor one that {@linkplain Settlement#isFinal has to come
 * again}. Used by one thread at a time, as an {@link AcknowledgedSource} is.
 *
 * <pre>{@code
 * to.deliver(event, prefix.opened(event.offset()));
 * ...
 * prefix.settledUpTo().ifPresent(offset -> client.commit(offset + 1));
 * }</pre>
 */
public final class SettledPrefix {
  private final Deque<Position> open = new ArrayDeque<>();
  private long latest;
  private long settled;
  private boolean hasOpened;
  private boolean hasSettled;

  /** No position was opened. */
  public SettledPrefix() {}

  private static final class Position implements Acknowledgement {
    final long number;
    boolean isSettled;

    Position(long number) {
      this.number = number;
    }

    @Override
    public void settled(Settlement outcome) {
      isSettled = outcome.isFinal();
    }
  }

  /**
   * An item is about to be delivered.
   *
   * @param position its position, greater than all before; there may be gaps
   * @return what is to be told of its settlement
   * @throws IllegalArgumentException if the position is not greater than the one before
   */
  public Acknowledgement opened(long position) {
    if (hasOpened && position <= latest) {
      throw new IllegalArgumentException(
          "position " + position + " does not come after " + latest + "; open them in their order");
    }
    hasOpened = true;
    latest = position;
    Position opened = new Position(position);
    open.add(opened);
    return opened;
  }

  /**
   * The last position of those that are all settled, from the first on.
   *
   * @return the position; empty if the first is open
   */
  public OptionalLong settledUpTo() {
    Position first = open.peek();
    while (first != null && first.isSettled) {
      settled = first.number;
      hasSettled = true;
      open.remove();
      first = open.peek();
    }
    return hasSettled ? OptionalLong.of(settled) : OptionalLong.empty();
  }
}
