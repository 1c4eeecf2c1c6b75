package io.paipa.internal.hop;

import org.jspecify.annotations.Nullable;

/**
 * The claim of a step's only worker: an array that it fills and empties by itself, without any
 * synchronisation. Others read only how much is left, at some moment; they may read it late.
 */
public final class OwnClaim extends Claim {
  private long fillings;

  /**
   * An empty claim.
   *
   * @param size how many items it can hold
   */
  public OwnClaim(int size) {
    super(size);
  }

  @Override
  @Nullable Object takeShared() {
    return null;
  }

  @Override
  public @Nullable Object peek() {
    return ownFront == ownFilled ? null : own[ownFront];
  }

  @Override
  public @Nullable Object takePeeked() {
    return take();
  }

  @Override
  public boolean lostRace() {
    return false;
  }

  @Override
  public boolean isEmpty() {
    return ownFront == ownFilled;
  }

  @Override
  public int remaining() {
    return Math.max(0, ownFilled - ownFront);
  }

  @Override
  public long progress() {
    return fillings + ownFront;
  }

  @Override
  public int size() {
    return own.length;
  }

  @Override
  public boolean tryBegin() {
    if (ownFront < ownFilled) {
      return false;
    }
    fillings += ownFilled;
    ownFilled = 0;
    ownFront = 0;
    beginCounts();
    return true;
  }

  @Override
  public void end() {}

  @Override
  public int room(int wanted) {
    return Math.min(wanted, own.length);
  }

  @Override
  public void placedAt(long place) {
    originPlace = place;
  }

  @Override
  public void open() {
    ownFilled = added();
  }

  @Override
  public void put(Object content) {
    own[ownFilled++] = content;
  }

  @Override
  void add(Circle from, long first, int count) {
    from.copy(first, count, own, added());
    countAdded(count);
  }

  @Override
  public int forget() {
    int forgotten = 0;
    while (take() != null) {
      forgotten++;
    }
    return forgotten;
  }
}
