package io.paipa.hop;

import com.lmax.disruptor.RingBuffer;
import com.lmax.disruptor.dsl.ProducerType;
import io.paipa.claim.RoomWaiters;
import io.paipa.claim.TimeSource;
import io.paipa.claim.WaitSet;
import io.paipa.claim.WorkSequence;
import java.util.function.Supplier;
import org.agrona.concurrent.IdleStrategy;
import org.jspecify.annotations.Nullable;

/**
 * The ring in front of a step, with its two ends and those who wait at them.
 *
 * @param inlet where the producers publish
 * @param outlet where the workers take
 * @param signal tells the workers of publications
 * @param parked the workers that wait
 * @param producers the producers that wait
 */
public record Hop(
    Inlet inlet, Outlet outlet, Signal signal, WaitSet parked, RoomWaiters producers) {
  /**
   * A new hop.
   *
   * @param capacity the ring's size, a power of two
   * @param singleProducer whether one and the same thread makes all publications
   * @param workers how many workers take from it
   * @param polling how those wait that don't park, or null if they park
   * @param time the clock
   * @return the hop
   */
  public static Hop create(
      int capacity,
      boolean singleProducer,
      int workers,
      @Nullable Supplier<IdleStrategy> polling,
      TimeSource time) {
    WaitSet parked = new WaitSet(workers);
    Signal signal = new Signal(parked, workers, polling == null);
    RingBuffer<Slot> ring =
        RingBuffer.create(
            singleProducer ? ProducerType.SINGLE : ProducerType.MULTI, Slot::new, capacity, signal);
    WorkSequence work = new WorkSequence(ring, workers);
    RoomWaiters producers = new RoomWaiters();
    return new Hop(
        new Inlet(ring, work, producers, polling, time),
        new Outlet(ring, work, producers, workers == 1),
        signal,
        parked,
        producers);
  }

  /** Wakes everybody who waits, so that they see what has become of the pipeline. */
  public void wakeAll() {
    parked.wakeAll();
    producers.wakeAll();
  }
}
