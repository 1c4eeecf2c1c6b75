package io.paipa.internal.hop;

import java.lang.invoke.VarHandle;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The way of one of several workers to their {@link StepClaim}, which says who writes what there.
 * What is in here is the worker's own: what it has seen, and, if it may take ahead, the items that
 * it has taken and not begun. Nothing in here is written for each item, unless the step restores
 * the order: the views of several workers may lie on one line of the processors' caches.
 */
public final class SharedClaim extends Claim {
  private final StepClaim step;
  private long seenFilled;
  private long seenShift = StepClaim.NO_PLACES;
  private long peeked;
  private boolean lost;

  /**
   * A worker's own view.
   *
   * @param step what all workers of the step share
   * @param ahead how many items the worker takes at once: at 1 it takes none before it begins it
   */
  public SharedClaim(StepClaim step, int ahead) {
    super(ahead > 1 ? Math.min(ahead, step.size) : 0);
    this.step = step;
  }

  @Override
  @Nullable Object takeShared() {
    if (lost) {
      lost = false; // not written for each item
    }
    if (own.length > 0) {
      return takeMore() ? takeOwn(0) : null;
    }
    long position = step.next.get();
    if (!isFilled(position)) {
      return null;
    }
    if (!step.next.compareAndSet(position, position + 1)) {
      lost = true;
      return null;
    }
    if (seenShift != StepClaim.NO_PLACES) {
      originPlace = position + seenShift + 1;
    }
    return step.cells.takeOut(position);
  }

  @Override
  public @Nullable Object peek() {
    lost = false;
    if (ownFront < ownFilled) {
      return own[ownFront];
    }
    for (; ; ) {
      long position = step.next.get();
      if (!isFilled(position)) {
        return null;
      }
      Object content = step.cells.get(position);
      VarHandle.acquireFence(); // before the look whether it was taken
      if (step.next.get() == position && content != null) {
        peeked = position;
        return content;
      }
    }
  }

  @Override
  public @Nullable Object takePeeked() {
    if (own.length > 0) {
      return take();
    }
    if (!step.next.compareAndSet(peeked, peeked + 1)) {
      lost = true;
      return null;
    }
    return step.cells.takeOut(peeked);
  }

  private boolean isFilled(long position) {
    if (position >= seenFilled) {
      seenFilled = step.filled.get();
      seenShift = step.shift.get();
    }
    return position < seenFilled;
  }

  private boolean takeMore() {
    long position = step.next.get();
    if (!isFilled(position)) {
      return false;
    }
    int count = (int) Math.min(own.length, seenFilled - position);
    if (!step.next.compareAndSet(position, position + count)) {
      lost = true;
      return false;
    }
    originPlace = position + seenShift; // of no meaning where no places are given
    for (int i = 0; i < count; i++) {
      own[i] = step.cells.takeOut(position + i);
    }
    ownFront = 0;
    ownFilled = count;
    return true;
  }

  @Override
  public boolean lostRace() {
    return lost;
  }

  @Override
  public boolean isEmpty() {
    return ownFront == ownFilled && step.remaining() == 0;
  }

  @Override
  public int remaining() {
    return step.remaining();
  }

  @Override
  public long progress() {
    return step.next.get();
  }

  @Override
  public int size() {
    return step.size;
  }

  @Override
  public boolean tryBegin() {
    if (!step.tryLock()) {
      return false;
    }
    if (step.next.get() < step.filled.get()) {
      step.unlock();
      return false;
    }
    beginCounts();
    return true;
  }

  @Override
  public void end() {
    step.unlock();
  }

  @Override
  public int room(int wanted) {
    return step.cells.emptyFrom(step.filled.get(), Math.min(wanted, step.size));
  }

  @Override
  public void placedAt(long first) {
    step.shift.set(first - step.filled.get());
  }

  @Override
  public void open() {
    step.filled.set(step.filled.get() + added());
  }

  @Override
  public void put(Object content) {
    long position = step.filled.get();
    step.cells.set(position, content);
    step.filled.set(position + 1);
  }

  @Override
  void add(Circle from, long first, int count) {
    from.copy(first, count, step.cells, step.filled.get() + added());
    countAdded(count);
  }

  @Override
  public int forget() {
    int count = ownFilled - ownFront;
    Arrays.fill(own, null);
    ownFront = ownFilled;
    return count;
  }
}
