package io.paipa.internal.hop;

import com.lmax.disruptor.Sequence;
import io.paipa.internal.loop.Signal;
import io.paipa.internal.loop.WaitSet;
import io.paipa.internal.loop.Workforce;
import io.paipa.internal.platform.TimeSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.agrona.concurrent.IdleStrategy;
import org.jspecify.annotations.Nullable;

/**
 * The ring in front of a step, with its two ends and the threads that wait at them.
 *
 * @param inlet where the producers publish
 * @param outboxes of producers that publish in batches; may be none
 * @param outlet where the workers take
 * @param shared what the workers have claimed together; null if there is only one
 * @param signal tells the workers of publications
 * @param producers the producers that wait
 */
public record Hop(
    Inlet inlet,
    List<Outbox> outboxes,
    Outlet outlet,
    @Nullable StepClaim shared,
    Signal signal,
    RoomWaiters producers) {
  private static final int MAX_CLAIM = 256;
  private static final int MAX_BATCH = 256;
  private static final int MIN_BATCH = 4;

  /** All outboxes together hold no more than this part of what the ring holds. */
  private static final int SHARE_OF_OUTBOXES = 2;

  /**
   * The threads that publish into the ring.
   *
   * @param single whether all publications come from one and the same thread
   * @param outboxes how many of them may have an outbox
   */
  public record Producers(boolean single, int outboxes) {}

  /**
   * A new hop.
   *
   * @param capacity the ring's size, a power of two
   * @param from the threads that publish
   * @param workers how many workers take from it
   * @param polling how threads wait that don't park, or null if they park
   * @param workforce the workers of all hops
   * @param time the clock
   * @return the hop
   */
  public static Hop create(
      int capacity,
      Producers from,
      int workers,
      @Nullable Supplier<IdleStrategy> polling,
      Workforce workforce,
      TimeSource time) {
    Signal signal = new Signal(workers, workforce);
    Slots slots = new Slots(from.single(), capacity, time);
    Sequence work = new Sequence();
    slots.gatedBy(work);
    RoomWaiters producers = new RoomWaiters();
    Inlet inlet = new Inlet(slots, signal, work, producers, new Pollers(polling), time);
    List<Outbox> outboxes = outboxes(capacity, from.outboxes(), inlet, signal);
    int claimed = Math.min(MAX_CLAIM, capacity);
    StepClaim shared = workers == 1 ? null : new StepClaim(claimed);
    return new Hop(
        inlet,
        outboxes,
        new Outlet(slots, work, producers, outboxes, shared),
        shared,
        signal,
        producers);
  }

  /**
   * A worker's way to the items; to be made once for each.
   *
   * @param ahead how many items the worker may take before it begins them, if it has siblings
   * @return a claim, empty at first if the worker is the only one
   */
  public Claim newClaim(int ahead) {
    if (shared != null) {
      return new SharedClaim(shared, ahead);
    }
    Claim own = newBatch();
    outlet.claimedBy(own);
    return own;
  }

  /**
   * Gets what one worker at a time takes out of the ring, before it is claimed.
   *
   * @return an empty claim, of the size of any other
   */
  public OwnClaim newBatch() {
    return new OwnClaim(Math.min(MAX_CLAIM, inlet.capacity()));
  }

  private static List<Outbox> outboxes(int capacity, int count, Inlet inlet, Signal signal) {
    int share = count == 0 ? 0 : capacity / (SHARE_OF_OUTBOXES * count);
    int size = Math.min(MAX_BATCH, Integer.highestOneBit(share));
    List<Outbox> outboxes = new ArrayList<>();
    for (int i = 0; size >= MIN_BATCH && i < count; i++) {
      outboxes.add(new Outbox(size, inlet, signal));
    }
    return List.copyOf(outboxes);
  }

  /**
   * The outbox of a producer.
   *
   * @param producer its number
   * @return its outbox, or null if it has none
   */
  public @Nullable Outbox outbox(int producer) {
    return producer < outboxes.size() ? outboxes.get(producer) : null;
  }

  /**
   * The workers that wait.
   *
   * @return the set of those that are parked
   */
  public WaitSet parked() {
    return signal.parked();
  }

  /** Wakes all threads that wait, so that they see what has become of the pipeline. */
  public void wakeAll() {
    signal.wakeAll();
    producers.wakeAll();
  }
}
