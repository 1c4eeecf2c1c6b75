package io.paipa.internal.hop;

import com.lmax.disruptor.BusySpinWaitStrategy;
import com.lmax.disruptor.InsufficientCapacityException;
import com.lmax.disruptor.Sequence;
import com.lmax.disruptor.SingleProducerSequencer;
import io.paipa.internal.measure.Histogram;
import io.paipa.internal.measure.RingProbe;
import io.paipa.internal.platform.TimeSource;
import java.lang.invoke.VarHandle;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The slots of a hop: a ring of the Disruptor whose events are references. They are side by side in
 * one array, in place of objects that hold one each. A slot carries an item or a {@link Marker}.
 *
 * <p><b>Who writes what.</b> One producer at a time publishes: the only one, or the holder of the
 * lock. It looks for room, asks its {@link Admission}, fills the slots behind the cursor, and then
 * moves the cursor over them, with release. A worker reads only slots up to the cursor. It clears
 * them, and only then moves the work sequence, behind which producers find room.
 *
 * <p><b>Nothing is lost on the way.</b> What is refused, or goes wrong, before the cursor moves has
 * published nothing: the slots behind the cursor are those of the next producer. So the workers
 * never wait for a producer, and what a thread publishes after it has closed an admission has
 * nothing of that admission behind it: the next holder of the lock sees it closed.
 *
 * <p><b>Markers</b> are told from items by looking at what is in the slots, but only while there
 * are any. A marker is counted before it is published, and counted off after it was taken. A worker
 * first sees that slots are published. Then it reads what was counted off, and after that what was
 * counted. It finds the two equal only if there is no marker in those slots, as long as no other
 * worker takes them.
 */
final class Slots {
  /** One for a single producer: producers take turns. */
  private final SingleProducerSequencer sequencer;

  private final @Nullable SpinLock producers;
  private final Circle contents;
  private final RingProbe probe;

  /** By producers, before they publish one. */
  private final AtomicLong markersIn = new AtomicLong();

  /** By workers, after they took some; at last, by the thread that empties the ring. */
  private final AtomicLong markersOut = new AtomicLong();

  /**
   * Empty slots.
   *
   * @param single whether one and the same thread publishes everything
   * @param size how many, a power of two
   * @param time the clock by which it is measured how long items stay
   */
  Slots(boolean single, int size, TimeSource time) {
    producers = single ? null : new SpinLock();
    sequencer = new SingleProducerSequencer(size, new BusySpinWaitStrategy()); // never waits
    probe = new RingProbe(time::observedNanoTime, sequencer::getCursor);
    contents = new Circle(size);
  }

  /** Before the first publication: what holds producers. */
  void gatedBy(Sequence... gates) {
    sequencer.addGatingSequences(gates);
  }

  int size() {
    return contents.size();
  }

  /** How many slots, from that to be taken next on, are published; exact when all is quiet. */
  long depth(long next) {
    return Math.max(0, Math.min(sequencer.getCursor() - next + 1, size()));
  }

  /** Whether a slot that was not taken yet is published. */
  boolean isPublished(long sequence) {
    return sequence <= sequencer.getCursor();
  }

  /** The last slot that is published. */
  long last() {
    return sequencer.getCursor();
  }

  /**
   * Producer: publishes an item or a marker, if there is room, and it is soon this producer's turn.
   *
   * @param admission asked when there is room; what it refuses with is thrown
   * @return whether it was published: if this throws, it was not
   */
  boolean tryPublish(Object content, Admission admission) {
    if (!isMyTurn()) {
      return false;
    }
    try {
      if (!sequencer.hasAvailableCapacity(1)) {
        return false;
      }
      long slot = claim(1, admission);
      contents.set(slot, content);
      if (content instanceof Marker) {
        publishMarker(slot);
      } else {
        publish(slot);
      }
      return true;
    } catch (Throwable t) {
      takeBack();
      throw t;
    } finally {
      try {
        endTurn();
      } catch (Throwable t) {
        endTurn(); // what was published is in the ring, whatever went wrong
      }
    }
  }

  /**
   * Producer: publishes as many of several items as there is room for, if it is soon this
   * producer's turn.
   *
   * @param admission asked when there is room; what it refuses with is thrown
   * @return how many were published: if this throws, none was
   */
  int tryPublish(Circle items, long from, int count, Admission admission) {
    if (!isMyTurn()) {
      return 0;
    }
    try {
      int fitting = fitting(count);
      if (fitting > 0) {
        long last = claim(fitting, admission);
        items.copy(from, fitting, contents, last - fitting + 1);
        publish(last);
      }
      return fitting;
    } catch (Throwable t) {
      takeBack();
      throw t;
    } finally {
      try {
        endTurn();
      } catch (Throwable t) {
        endTurn(); // what was published is in the ring, whatever went wrong
      }
    }
  }

  /** Whether no other producer publishes before {@link #endTurn}. */
  private boolean isMyTurn() {
    return producers == null || producers.tryLockSoon();
  }

  private void endTurn() {
    if (producers != null) {
      producers.unlock();
    }
  }

  /** How many of so many slots are free. */
  private int fitting(int count) {
    return sequencer.hasAvailableCapacity(count)
        ? count
        : (int) Math.min(count, sequencer.remainingCapacity());
  }

  /** Claims slots that are free, if that is admitted; gives the last. */
  private long claim(int count, Admission admission) {
    RuntimeException refusal = admission.refusal();
    if (refusal != null) {
      throw refusal;
    }
    try {
      return sequencer.tryNext(count);
    } catch (InsufficientCapacityException e) {
      throw new IllegalStateException("slots that were free are not", e);
    }
  }

  /** What was claimed and not published is the next producer's. */
  private void takeBack() {
    sequencer.claim(sequencer.getCursor());
  }

  private void publishMarker(long slot) {
    markersIn.incrementAndGet();
    boolean published = false;
    try {
      publish(slot);
      published = true;
    } finally {
      if (!published) {
        markersIn.decrementAndGet();
      }
    }
  }

  private void publish(long last) {
    if (probe.isDue(last) && !Marker.isFence(contents.get(last))) {
      probe.mark(last);
    }
    sequencer.publish(last);
  }

  /** Which producer publishes just now; -1 if none does, or there is but one. */
  long publishing() {
    return producers == null ? -1 : producers.holding();
  }

  /**
   * After admissions were closed: lets the producers end that were admitted before.
   *
   * @param deadlineNanos until when, by {@link System#nanoTime}
   */
  void awaitProducers(long deadlineNanos) {
    if (producers != null && producers.tryLock(deadlineNanos)) {
      producers.unlock();
    }
  }

  /** Whether there may be markers in slots that are published. */
  boolean mayHaveMarkers() {
    return markers() != 0;
  }

  /** What is in a slot; null, or anything, if another takes it meanwhile. */
  @Nullable Object get(long sequence) {
    Object content = contents.get(sequence);
    VarHandle.acquireFence(); // before the caller looks whether it was taken
    return content;
  }

  /** Worker: makes the marker in a slot one that is ignored, unless it was taken meanwhile. */
  void makeVoid(long sequence, Marker marker) {
    contents.replace(sequence, marker, Marker.VOID);
  }

  /** Worker: takes the items in slots that it claimed, and leaves them empty. */
  void take(long first, int count, Claim into) {
    if (mayHaveMarkers()) {
      takeOneByOne(first, count, into);
    } else {
      into.add(contents, first, count);
    }
    contents.clear(first, count);
    probe.taken(first, first + count - 1);
  }

  private void takeOneByOne(long first, int count, Claim into) {
    int items = 0;
    for (long sequence = first; sequence < first + count; sequence++) {
      if (!(get(sequence) instanceof Marker)) {
        into.add(contents, sequence, 1);
        items++;
      }
    }
    into.addVoids(count - items);
    tookMarkers(count - items);
  }

  /** Empties a slot after the end; true if it held an item. */
  boolean drop(long sequence) {
    boolean item = !(get(sequence) instanceof Marker);
    contents.clear(sequence, 1);
    tookMarkers(item ? 0 : 1);
    return item;
  }

  private void tookMarkers(long count) {
    if (count > 0) {
      markersOut.addAndGet(count);
    }
  }

  /** How long items were in the slots: of some of them. */
  Histogram timesInRing() {
    return probe.times();
  }

  /** How many markers were taken so far. */
  long markersTaken() {
    return markersOut.get();
  }

  /** How many markers are in the slots; exact when all is quiet. */
  long markers() {
    long out = markersOut.get();
    return markersIn.get() - out;
  }
}
