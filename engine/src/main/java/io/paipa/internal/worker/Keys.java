package io.paipa.internal.worker;

import io.paipa.KeyFunction;
import io.paipa.internal.delivery.Envelope;
import io.paipa.internal.hop.Claim;
import io.paipa.internal.hop.OwnClaim;
import io.paipa.internal.ledger.KeyCounts;
import java.util.Arrays;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the items of a step in order that have equal keys. An item whose key is free can be taken
 * at once. Any other waits in line behind the last item of its key, outside the ring; when its turn
 * comes, it is <em>released</em>. A key of which no item is open takes no memory.
 *
 * <p><b>Which item is next.</b> Of those that can be taken, the one that came first: a released one
 * comes before what is claimed and came later.
 *
 * <p><b>Who writes what.</b> The worker that fills the claim, one at a time, gives the items their
 * turns, in the order of the ring; a worker whose step puts an item back gives that one its turn.
 * Both put the turn in as the {@linkplain LastTurns last} one of its key, under the lock of those,
 * and find the one before it there. The worker that has settled an item ends its turn, and takes it
 * out, without the lock, unless it is not the last one any more. {@link Turn} says why no turn is
 * lost between the two. Released turns are under the monitor, in which no user code runs. The first
 * of their places stands beside it, for a worker that only looks; it is written before the worker
 * that releases looks for others to wake.
 *
 * <p>The user's code gives the keys of the ring's items under the lock that is only tried: that of
 * the worker that fills. It gives those of items that were put back in the midst of an attempt,
 * under no lock. Keys are compared under the lock of the last turns.
 */
final class Keys implements KeyCounts {
  /**
   * What an item costs more if several workers take at the same time: the map, the turns and the
   * counts of what is open go from one core to the other for each.
   */
  static final long CONTENDED_NANOS = 500;

  private static final long NONE = Long.MAX_VALUE;

  /** So many keys are asked for before these items can be begun. */
  private static final int FRESH_AT_MOST = 16;

  private final KeyFunction<Object> function;
  private final OwnClaim batch;
  private final BooleanSupplier isEnded;
  private final Consumer<Turn> whenPutBackComes;
  private final LastTurns last;
  private final Turn[] fresh = new Turn[FRESH_AT_MOST];
  private final PriorityQueue<Turn> released =
      new PriorityQueue<>(Comparator.comparingLong(Turn::place));
  private final AtomicInteger waiting = new AtomicInteger();
  private final AtomicReferenceArray<@Nullable Turn> held;
  private volatile long firstReleased = NONE;
  private long places;
  private int freshCount;

  /**
   * No item has come yet.
   *
   * @param function gives the key of an item
   * @param batch gets what a worker takes out of the ring, to be looked at
   * @param open how many items may be open
   * @param workers how many workers the step has
   * @param isEnded whether the run has ended: no further key is asked for then
   * @param whenPutBackComes gets the turns of items that were put back, when they come: such items
   *     take turns with those of the ring, which they would else hold up for ever
   */
  Keys(
      KeyFunction<Object> function,
      OwnClaim batch,
      int open,
      int workers,
      BooleanSupplier isEnded,
      Consumer<Turn> whenPutBackComes) {
    this.isEnded = isEnded;
    this.last = new LastTurns(open);
    this.held = new AtomicReferenceArray<>(workers);
    this.function = function;
    this.batch = batch;
    this.whenPutBackComes = whenPutBackComes;
  }

  /** What the worker that fills takes out of the ring, for {@link #admit}. */
  OwnClaim batch() {
    return batch;
  }

  /**
   * By the worker that fills: gives all items of the batch their turns, and those into the claim
   * that can be taken. Some at a time, so that others begin these while further keys are asked for.
   * What is left when the run has ended is abandoned.
   *
   * @param handOn sees to it that others take what is in the claim
   */
  void admit(Claim into, Runnable handOn) {
    askForKeys();
    letIn(into);
    while (!batch.isEmpty() && !isEnded.getAsBoolean()) {
      handOn.run(); // the next key may take for ever
      askForKeys();
      letIn(into);
    }
  }

  private void askForKeys() {
    Object content = batch.peek();
    while (content != null && freshCount < FRESH_AT_MOST && !isEnded.getAsBoolean()) {
      fresh[freshCount] = newTurn(content, places++, false);
      UserCode.handOnInterrupt(isEnded);
      batch.take();
      freshCount++;
      content = batch.peek();
    }
  }

  /** Under the lock, since a worker may put an item back meanwhile. */
  @SuppressWarnings("NullAway") // the array holds null where nothing is
  private void letIn(Claim into) {
    synchronized (last) {
      for (int i = 0; i < freshCount; i++) {
        if (comes(fresh[i])) {
          into.put(fresh[i]);
        }
        fresh[i] = null;
      }
      freshCount = 0;
    }
  }

  /**
   * The turn of an item that comes back from its step. Its key is asked for in the midst of an
   * attempt, whose interrupts are not the key's.
   */
  Turn turnOfPutBack(Object content) {
    Turn turn = newTurn(content, NONE, true);
    if (turn.failure() instanceof InterruptedException) {
      Thread.currentThread().interrupt();
    }
    return turn;
  }

  private Turn newTurn(Object content, long place, boolean putBack) {
    Object key = null;
    int hash = 0;
    Throwable failure = null;
    try {
      key = function.keyOf(Envelope.itemIn(content));
      hash = key == null ? 0 : key.hashCode();
    } catch (Throwable t) {
      failure = t;
    }
    Turn turn = new Turn(content, failure == null ? key : null, place, putBack);
    turn.hashedTo(hash);
    if (failure != null) {
      turn.failed(failure);
    }
    return turn;
  }

  /** Puts the turn of a put-back item into line; true if it has come already. */
  boolean comesAtOnce(Turn turn) {
    synchronized (last) {
      return comes(turn);
    }
  }

  /** Puts a turn into line; true if there is no line, and its item can be taken. */
  private boolean comes(Turn turn) {
    Object key = turn.key();
    if (key == null) {
      return true;
    }
    Turn before;
    try {
      before = last.put(key, turn);
    } catch (Throwable t) { // of the key's equals
      turn.failed(t);
      return true;
    }
    if (before == null || !turn.waitsBehind(before)) {
      return true;
    }
    waiting.incrementAndGet();
    return false;
  }

  /** A worker begins an attempt at the item of a turn, or has settled it and holds none. */
  void hold(int worker, @Nullable Turn turn) {
    held.setRelease(worker, turn);
  }

  /** What a worker holds, for those who watch it. Any thread. */
  @Nullable Turn heldBy(int worker) {
    return held.getAcquire(worker);
  }

  /** The item of a turn is settled: releases the next one of its key. */
  void end(Turn turn) {
    Turn next = turn.end();
    if (next != null) {
      release(next);
    } else if (turn.key() != null) {
      last.remove(turn.key(), turn);
    }
  }

  private void release(Turn next) {
    if (next.wasPutBack()) {
      whenPutBackComes.accept(next);
    } else {
      addReleased(next);
    }
    waiting.decrementAndGet();
  }

  private synchronized void addReleased(Turn next) {
    released.add(next);
    firstReleased = Math.min(firstReleased, next.place());
  }

  /** Whether a released item is to be taken. */
  boolean hasReleased() {
    return firstReleased != NONE;
  }

  /**
   * Takes what is next: a released item, or one that is claimed.
   *
   * @return its turn; null if there is none, or if another worker was quicker, as the claim says
   */
  @Nullable Turn take(Claim claim) {
    for (; ; ) {
      Turn claimed = (Turn) claim.peek();
      long limit = claimed == null ? NONE : claimed.place();
      if (firstReleased >= limit) {
        return claimed == null ? null : (Turn) claim.takePeeked();
      }
      Turn turn = takeReleased(limit);
      if (turn != null) {
        return turn;
      }
    }
  }

  private synchronized @Nullable Turn takeReleased(long before) {
    Turn first = released.peek();
    if (first == null || first.place() >= before) {
      return null; // another worker has it
    }
    released.remove();
    removed();
    return first;
  }

  private void removed() {
    Turn first = released.peek();
    firstReleased = first == null ? NONE : first.place();
  }

  /** What {@link #take} would give, where one worker at a time looks and takes. */
  @Nullable Turn peek(Claim claim) {
    Turn claimed = (Turn) claim.peek();
    long limit = claimed == null ? NONE : claimed.place();
    Turn turn = firstReleased >= limit ? null : peekReleased();
    return turn == null || turn.place() >= limit ? claimed : turn;
  }

  private synchronized @Nullable Turn peekReleased() {
    return released.peek();
  }

  /** Takes what was peeked: an item that came earlier may have been released since then. */
  void takePeeked(Turn peeked, Claim claim) {
    if (claim.peek() == peeked) {
      claim.take();
    } else {
      takeReleased(peeked);
    }
  }

  private synchronized void takeReleased(Turn peeked) {
    released.remove(peeked);
    removed();
  }

  @Override
  public int waiting() {
    return Math.max(0, waiting.get());
  }

  @Override
  public int busy() {
    return last.size();
  }

  /** Empties it, after the end of all workers; gives how many items it held. */
  synchronized int clear() {
    int items = batch.forget() + freshCount + released.size() + waiting.getAndSet(0);
    freshCount = 0;
    Arrays.fill(fresh, null);
    released.clear();
    firstReleased = NONE;
    last.clear();
    for (int worker = 0; worker < held.length(); worker++) {
      held.set(worker, null);
    }
    return items;
  }
}
