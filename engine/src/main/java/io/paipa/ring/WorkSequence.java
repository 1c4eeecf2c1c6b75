package io.paipa.ring;

import com.lmax.disruptor.Sequence;
import java.util.Arrays;
import java.util.function.Consumer;

/**
 * The point up to which the workers of a pool have claimed the slots of a ring, and the gates that
 * keep producers from overwriting slots that are claimed and still in use. Every worker has a gate,
 * its lane: what is in the slot is the user's own, so the worker holds it while user code runs.
 *
 * <p><b>Look first, claim second.</b> A worker waits until the slot after the work sequence is
 * published. It {@linkplain #hold moves} its lane, which then holds producers at that slot. Then it
 * {@linkplain #advance advances} the work sequence past it by compare-and-set. Success says that
 * nobody claimed in between. So no worker ever owns a slot that may not be filled.
 *
 * <p><b>No slot is reused early.</b> A producer takes the minimum of the work sequence and the
 * lanes, reading the work sequence <em>first</em>. If it reads the value after a claim, that
 * claim's lane was moved before. So it finds the lane there, or where it was moved since. The other
 * way round it could find all lanes open, then a claim made since. The ring scans gating sequences
 * in the order in which they were added.
 *
 * <p><b>A lane</b> is written by its worker alone, so a release store is enough to move it: the
 * claim, a compare-and-set, publishes both at once. A thread that reads the claim in the work
 * sequence, or a later one, reads the lane as it is then, or later. The worker need not open its
 * lane between two claims: moving it from the slot before to the next one is what frees the slot
 * before, after the last access to that. When it has nothing to claim it {@linkplain #letGo opens}
 * it.
 */
final class WorkSequence {
  private static final long OPEN = Long.MAX_VALUE;

  private final Sequence work = new Sequence();
  private final Sequence[] lanes;

  /**
   * Gates a ring.
   *
   * @param workers how many claim from it
   * @param gating adds gating sequences to the ring; what was published, or claimed by producers,
   *     before is not looked at
   */
  WorkSequence(int workers, Consumer<Sequence[]> gating) {
    lanes = new Sequence[workers];
    Arrays.setAll(lanes, i -> new Sequence());
    gating.accept(asScanned(work, lanes)); // sets all of them to the cursor
    for (Sequence lane : lanes) {
      lane.set(OPEN);
    }
  }

  /** In the order in which a producer is to read them, and the ring does. */
  static Sequence[] asScanned(Sequence work, Sequence[] lanes) {
    Sequence[] scanned = new Sequence[lanes.length + 1];
    scanned[0] = work;
    System.arraycopy(lanes, 0, scanned, 1, lanes.length);
    return scanned;
  }

  /**
   * Takes all gates off the ring. To be called when no worker claims or holds a slot, nor will.
   *
   * @param removing removes a gating sequence from the ring
   */
  void ungate(Consumer<Sequence> removing) {
    for (Sequence gate : asScanned(work, lanes)) {
      removing.accept(gate);
    }
  }

  /**
   * The sequence to be claimed next.
   *
   * @return the work sequence + 1; it may not be published yet
   */
  long next() {
    return work.get() + 1;
  }

  /**
   * Claims a slot.
   *
   * @param sequence the slot, as {@link #next} gave it before {@link #hold}
   * @return whether the caller owns it now
   */
  boolean advance(long sequence) {
    return work.compareAndSet(sequence - 1, sequence);
  }

  /**
   * Moves the lane of a worker: frees the slot that it held, and holds producers before the given
   * slot, if {@link #advance} from it succeeds.
   *
   * @param worker the worker's number
   * @param sequence the slot that is to be claimed
   */
  void hold(int worker, long sequence) {
    lanes[worker].set(sequence - 1);
  }

  /**
   * Opens the lane of a worker. Is no fence.
   *
   * @param worker the worker's number
   */
  void letGo(int worker) {
    lanes[worker].set(OPEN);
  }

  /**
   * Whether the lane of a worker is not open.
   *
   * @param worker the worker's number
   * @return true from {@link #hold} to {@link #letGo}
   */
  boolean holds(int worker) {
    return lanes[worker].get() != OPEN;
  }

  /**
   * Up to where a lane lets the consumers come that follow the workers: its gate, or the work
   * sequence if it is open. The minimum over all lanes is what producers are held at. The work
   * sequence is read first here, too, and for the same reason.
   *
   * @param lane the lane's number
   * @return a sequence; it may go back when the lane is moved for a claim that is then lost
   */
  long passedBy(int lane) {
    long claimed = work.get();
    return Math.min(claimed, lanes[lane].get());
  }
}
