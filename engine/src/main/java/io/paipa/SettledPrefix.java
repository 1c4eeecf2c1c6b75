package io.paipa;

import java.util.OptionalLong;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * Positions of a source in their order, such as the offsets of a partition, and up to which of them
 * all deliveries are settled: the position that may be confirmed to a broker that takes only one
 * number. An open delivery is never passed, nor one that {@linkplain Settlement#isFinal has to come
 * again}. Only such positions are kept, so one that stays open for long keeps nothing else. Used by
 * one thread at a time, as an {@link AcknowledgedSource} is.
 *
 * <pre>{@code
 * to.deliver(event, prefix.opened(event.offset()));
 * ...
 * prefix.settledUpTo().ifPresent(offset -> client.commit(offset + 1));
 * }</pre>
 */
public final class SettledPrefix {
  private @Nullable Position first;
  private @Nullable Position last;
  private long latest;
  private boolean hasOpened;

  /** No position was opened. */
  public SettledPrefix() {}

  /** A position in the list of those that are not settled for good. */
  private final class Position implements Acknowledgement {
    final long number;

    /** The position that was opened before this one, whatever became of it. */
    final OptionalLong predecessor;

    @Nullable Position before;
    @Nullable Position after;
    boolean isSettled;

    Position(long number, OptionalLong predecessor) {
      this.number = number;
      this.predecessor = predecessor;
    }

    @Override
    public void settled(Settlement outcome) {
      if (outcome.isFinal() && !isSettled) {
        isSettled = true;
        remove(this);
      }
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
    Position opened =
        new Position(position, hasOpened ? OptionalLong.of(latest) : OptionalLong.empty());
    hasOpened = true;
    latest = position;
    append(opened);
    return opened;
  }

  /**
   * The last position of those that are all settled, from the first on.
   *
   * @return the position; empty if the first is open, or there was none
   */
  public OptionalLong settledUpTo() {
    if (first != null) {
      return first.predecessor;
    }
    return hasOpened ? OptionalLong.of(latest) : OptionalLong.empty();
  }

  /**
   * The positions behind {@link #settledUpTo} that are open, or have to come again. All others, up
   * to the last that was opened, are settled.
   *
   * @return the positions, in their order
   */
  public LongStream open() {
    LongStream.Builder positions = LongStream.builder();
    for (Position each = first; each != null; each = each.after) {
      positions.add(each.number);
    }
    return positions.build();
  }

  private void append(Position position) {
    position.before = last;
    if (last == null) {
      first = position;
    } else {
      last.after = position;
    }
    last = position;
  }

  private void remove(Position position) {
    if (position.before == null) {
      first = position.after;
    } else {
      position.before.after = position.after;
    }
    if (position.after == null) {
      last = position.before;
    } else {
      position.after.before = position.before;
    }
  }
}
