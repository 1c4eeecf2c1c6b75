package io.paipa.internal.hop;

import org.jspecify.annotations.Nullable;

/**
 * A worker's way to the items that were claimed from its step's ring and are not begun. A step with
 * one worker has an {@link OwnClaim}; the workers of any other share a {@link StepClaim}. Confined
 * to the worker's thread, as far as it says nothing else.
 *
 * <p><b>To fill it</b> a worker {@linkplain #tryBegin begins}, has the {@link Outlet} add items,
 * {@linkplain #open opens} it if there were any, and {@linkplain #end ends}, in all cases. It may
 * do so only after it has settled what it took before. So nothing that waits for that, be it a
 * fence or the order of the items, waits for its own.
 */
public abstract class Claim {
  /** What this worker has for itself alone; null where nothing is. */
  final @Nullable Object[] own;

  /** Behind the last item in it. */
  int ownFilled;

  /** The item that is next in it. */
  int ownFront;

  /** The place of what {@link #ownFront} counts as 0. */
  long originPlace;

  private int added;
  private int voids;

  /**
   * An empty claim.
   *
   * @param ownSize how many items this worker may have for itself alone
   */
  Claim(int ownSize) {
    own = new Object[ownSize];
  }

  /**
   * Takes the next item: its work begins with that. To be followed by nothing that may wait.
   *
   * @return the item, or null if there is none, or another worker was quicker: see {@link
   *     #lostRace}
   */
  public final @Nullable Object take() {
    int front = ownFront;
    return front < ownFilled ? takeOwn(front) : takeShared();
  }

  /** Takes an item that this worker has for itself. */
  final @Nullable Object takeOwn(int front) {
    Object item = own[front];
    own[front] = null;
    ownFront = front + 1;
    return item;
  }

  /** Takes the next item from what all workers share; there is none of this worker's own. */
  abstract @Nullable Object takeShared();

  /**
   * The item that {@link #take} would give, as long as no other worker takes it.
   *
   * @return the item, or null if there is none
   */
  public abstract @Nullable Object peek();

  /**
   * Takes the item that {@link #peek} gave just now.
   *
   * @return the item, or null if another worker was quicker: see {@link #lostRace}
   */
  public abstract @Nullable Object takePeeked();

  /**
   * The place of the item that was taken last, in the order of the step's items.
   *
   * @return its place, if places were {@linkplain #placedAt given}
   */
  public final long place() {
    return originPlace + ownFront - 1;
  }

  /**
   * Whether {@link #take} gave null since another worker took at the same time.
   *
   * @return true if there may be more
   */
  public abstract boolean lostRace();

  /**
   * Whether there is nothing to take: neither for all, nor for this worker alone.
   *
   * @return true if so, at this moment
   */
  public abstract boolean isEmpty();

  /**
   * How many items are claimed and not begun, for any worker to take. Safe for any thread.
   *
   * @return the number at this moment
   */
  public abstract int remaining();

  /**
   * A number that changes with every item that is taken. Safe for any thread.
   *
   * @return the number at this moment
   */
  public abstract long progress();

  /**
   * How many items can be added.
   *
   * @return at least 1
   */
  public abstract int size();

  /**
   * Begins to fill, if nobody else does.
   *
   * @return whether the caller may go on
   */
  public abstract boolean tryBegin();

  /** Ends what {@link #tryBegin} began. */
  public abstract void end();

  /**
   * While filling: how many of so many items can be added now.
   *
   * @param wanted how many there may be
   * @return the number; 0 if a worker has lost its core in the midst of taking
   */
  public abstract int room(int wanted);

  /**
   * While filling, before {@link #open}: says in which place the first item that was added is.
   *
   * @param place the place
   */
  public abstract void placedAt(long place);

  /** While filling: makes what was added takeable. */
  public abstract void open();

  /**
   * While filling: adds something that can be taken at once, without {@link #open}. It is not
   * counted as added, for it need not come from the ring.
   *
   * @param content an item, or what stands for it
   */
  public abstract void put(Object content);

  /** While filling: adds items, behind those added before. */
  abstract void add(Circle from, long first, int count);

  /**
   * After the end, when the worker is gone or takes no more: forgets what it has for itself alone.
   *
   * @return how many items that were
   */
  public abstract int forget();

  /** Before the first item is added. */
  final void beginCounts() {
    added = 0;
    voids = 0;
  }

  final void countAdded(int count) {
    added += count;
  }

  /** While filling: counts slots that were claimed and hold no item. */
  final void addVoids(int count) {
    voids += count;
  }

  /**
   * How many items this worker has added in its last filling.
   *
   * @return the number
   */
  public final int added() {
    return added;
  }

  /**
   * How many slots were claimed in this worker's last filling that hold no item.
   *
   * @return the number of void slots
   */
  public final int voids() {
    return voids;
  }
}
