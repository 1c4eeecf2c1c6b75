package io.paipa.internal.hop;

import com.lmax.disruptor.BusySpinWaitStrategy;
import com.lmax.disruptor.InsufficientCapacityException;
import com.lmax.disruptor.MultiProducerSequencer;
import com.lmax.disruptor.Sequence;
import com.lmax.disruptor.Sequencer;
import com.lmax.disruptor.SingleProducerSequencer;
import com.lmax.disruptor.WaitStrategy;
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
 * <p><b>Who writes what.</b> The producer that claimed a sequence fills its slot, and then
 * publishes it. The worker that claimed it from the other end reads it, clears it, and only then
 * lets producers have it again. The sequencer orders the two.
 *
 * <p><b>Markers</b> are told from items by looking at what is in the slots, but only while there
 * are any. A marker is counted before it is published, and counted off after it was taken. A worker
 * first sees that slots are published. Then it reads what was counted off, and after that what was
 * counted. It finds the two equal only if there is no marker in those slots, as long as no other
 * worker takes them.
 */
final class Slots {
  private final Sequencer sequencer;
  private final boolean single;
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
    this.single = single;
    WaitStrategy silent = new BusySpinWaitStrategy(); // a publisher signals, afterwards
    sequencer =
        single
            ? new SingleProducerSequencer(size, silent)
            : new MultiProducerSequencer(size, silent);
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

  /**
   * How many slots, from that to be taken next on, are published, or claimed by producers; exact
   * when all is quiet.
   */
  long depth(long next) {
    return Math.max(0, Math.min(sequencer.getCursor() - next + 1, size()));
  }

  /** Whether no slot from that to be taken next on is published, or claimed by a producer. */
  boolean isEmpty(long next) {
    return sequencer.getCursor() < next;
  }

  /** The last slot that is published, or claimed by a producer. */
  long last() {
    return sequencer.getCursor();
  }

  /** Whether a slot that was not taken yet is published. */
  boolean isPublished(long sequence) {
    return sequencer.isAvailable(sequence);
  }

  /** The last of so many slots up to which all are published; before the first if that is not. */
  long lastPublished(long first, int atMost) {
    long end = first + atMost - 1;
    if (single) {
      return Math.min(end, sequencer.getCursor());
    }
    return sequencer.getHighestPublishedSequence(first, end); // spares a look at the cursor
  }

  /** Producer: claims so many slots; gives the last of them, or -1 if there is no room for all. */
  long tryClaim(int count) {
    if (!sequencer.hasAvailableCapacity(count)) {
      return -1; // spares the exception
    }
    try {
      return sequencer.tryNext(count);
    } catch (InsufficientCapacityException full) {
      return -1;
    }
  }

  /** Producer: fills a slot that it claimed. */
  void fill(long sequence, Object content) {
    if (content instanceof Marker) {
      markersIn.incrementAndGet();
    }
    contents.set(sequence, content);
  }

  /** Producer: fills slots that it claimed with items. */
  void fill(long first, int count, Circle items, long from) {
    items.copy(from, count, contents, first);
  }

  /** Producer: publishes the slots that it has filled. */
  void publish(long first, long last) {
    if (probe.isDue(last) && !Marker.isFence(contents.get(last))) {
      probe.mark(last);
    }
    sequencer.publish(first, last);
  }

  /**
   * Producer: gives up slots that it claimed and has not published, whatever is in them: they are
   * published as void. Else nothing behind them would ever be taken.
   */
  void forfeit(long first, long last) {
    for (long sequence = first; sequence <= last; sequence++) {
      if (!(contents.get(sequence) instanceof Marker)) { // else it was counted when it was filled
        markersIn.incrementAndGet();
      }
      contents.set(sequence, Marker.VOID);
    }
    publish(first, last);
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
