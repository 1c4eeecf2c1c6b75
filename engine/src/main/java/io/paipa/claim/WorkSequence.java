package io.paipa.claim;

import com.lmax.disruptor.Sequence;
import java.util.Arrays;
import java.util.function.Consumer;

/**
 * The point up to which the workers of a pool have claimed the slots of a ring, and the gates that
 * keep producers from overwriting slots that are claimed and still being read.
 *
 * <p><b>Look first, claim second.</b> A worker waits until the slot after the work sequence is
 * published, {@linkplain #enter enters} a lane, whose gate then holds producers at that slot, reads
 * what it wants of the slots, and {@linkplain #advance advances} the work sequence past them by
 * compare-and-set. Success says that nobody claimed in between, so what it read was not
 * overwritten. Then it copies, clears, and {@linkplain #leave leaves}. So no worker ever owns a
 * slot that may not be filled, and a slot is held only for the time of the copy.
 *
 * <p><b>No slot is reused early.</b> A producer takes the minimum of the work sequence and the
 * gates, reading the work sequence <em>first</em>: if it reads the value after a claim, that
 * claim's gate was set before, and it finds the gate, or the gate was opened again after the copy.
 * The other way round it could find all gates open, then a claim made since. The ring scans gating
 * sequences in the order in which they were added.
 *
 * <p><b>Lanes</b> are fewer than workers where there are many, for a producer scans all of them: a
 * worker takes one that is open by compare-and-set, or none, and is to try again. Workers that
 * can't copy, since what is in the slot is the user's own, hold their lanes while user code runs:
 * they have {@linkplain #withLanePerWorker one each}.
 *
 * <p><b>A lane of one's own</b> is written by its worker alone, so a release store is enough to
 * {@linkplain #hold move} it. Before a claim, it is moved up to the slot; then the claim, a
 * compare-and-set, publishes both at once: who reads the claim in the work sequence, or a later
 * one, reads the lane as it is then, or later. The worker need not open its lane between two
 * claims: moving it from the slot before to the next one is what frees the slot before, after the
 * last access to that. When it has nothing to claim it {@linkplain #letGo opens} it.
 */
public final class WorkSequence {
  private static final long OPEN = Long.MAX_VALUE;
  private static final int LANES_PER_CORE = 2;

  private final Sequence work = new Sequence();
  private final Sequence[] lanes;

  /**
   * Gates a ring; to be called before the first publication.
   *
   * @param workers how many claim from it. One alone needs no lanes: see {@link #advanceAlone}
   * @param gating adds gating sequences to the ring
   */
  public WorkSequence(int workers, Consumer<Sequence[]> gating) {
    this(new Sequence[workers == 1 ? 0 : Math.min(workers, mostLanes())], gating);
  }

  private WorkSequence(Sequence[] lanes, Consumer<Sequence[]> gating) {
    this.lanes = lanes;
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
   * Gates a ring, with as many lanes as workers: worker and lane have the same number.
   *
   * @param workers how many claim from it
   * @param gating adds gating sequences to the ring; what was published, or claimed by producers,
   *     before is not looked at
   * @return the work sequence
   */
  public static WorkSequence withLanePerWorker(int workers, Consumer<Sequence[]> gating) {
    return new WorkSequence(new Sequence[workers], gating);
  }

  /**
   * Takes all gates off the ring. To be called when no worker claims or holds a slot, nor will.
   *
   * @param removing removes a gating sequence from the ring
   */
  public void ungate(Consumer<Sequence> removing) {
    for (Sequence gate : asScanned(work, lanes)) {
      removing.accept(gate);
    }
  }

  private static int mostLanes() {
    return LANES_PER_CORE * Runtime.getRuntime().availableProcessors();
  }

  /**
   * The sequence to be claimed next.
   *
   * @return the work sequence + 1; it may not be published yet
   */
  public long next() {
    return work.get() + 1;
  }

  /**
   * Enters a lane: producers are held before the given slot until {@link #leave}, if {@link
   * #advance} from it succeeds.
   *
   * @param worker the worker's number, from 0
   * @param first the slot to be claimed first
   * @return the lane, or -1 if all are taken
   */
  public int enter(int worker, long first) {
    int home = worker % lanes.length;
    for (int i = 0; i < lanes.length; i++) {
      int lane = home + i < lanes.length ? home + i : home + i - lanes.length;
      if (lanes[lane].compareAndSet(OPEN, first - 1)) {
        return lane;
      }
    }
    return -1;
  }

  /**
   * Claims slots.
   *
   * @param first the first slot, as {@link #next} gave it before {@link #enter}
   * @param last the last slot
   * @return whether the caller owns them now
   */
  public boolean advance(long first, long last) {
    return work.compareAndSet(first - 1, last);
  }

  /**
   * Leaves a lane, after the claimed slots were copied and cleared, or the claim was lost. Acts as
   * a full fence: the caller is to look for producers that wait for room.
   *
   * @param lane what {@link #enter} gave
   */
  public void leave(int lane) {
    lanes[lane].setVolatile(OPEN);
  }

  /**
   * Moves the lane of a {@linkplain #withLanePerWorker worker that has one of its own}: frees the
   * slot that it held, and holds producers before the given slot, if {@link #advance} from it
   * succeeds.
   *
   * @param worker the worker's number
   * @param first the slot to be claimed first
   */
  public void hold(int worker, long first) {
    lanes[worker].set(first - 1);
  }

  /**
   * Opens the lane of a worker that has one of its own. Is no fence.
   *
   * @param worker the worker's number
   */
  public void letGo(int worker) {
    lanes[worker].set(OPEN);
  }

  /**
   * Whether the lane of a worker that has one of its own is not open.
   *
   * @param worker the worker's number
   * @return true from {@link #hold} to {@link #letGo}
   */
  public boolean holds(int worker) {
    return lanes[worker].get() != OPEN;
  }

  /**
   * Moves past slots as their only claimant, after they were copied and cleared. Acts as a full
   * fence.
   *
   * @param last the last slot
   */
  public void advanceAlone(long last) {
    work.setVolatile(last);
  }

  /**
   * Up to where a lane lets those come who follow the workers: its gate, or the work sequence if it
   * is open. The minimum over all lanes is what producers are held at. The work sequence is read
   * first here, too, and for the same reason.
   *
   * @param lane the lane's number
   * @return a sequence; it may go back when the lane is entered for a claim that is then lost
   */
  public long passedBy(int lane) {
    long claimed = work.get();
    return Math.min(claimed, lanes[lane].get());
  }
}
