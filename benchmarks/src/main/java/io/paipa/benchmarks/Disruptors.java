package io.paipa.benchmarks;

import com.lmax.disruptor.WaitStrategy;
import com.lmax.disruptor.dsl.Disruptor;
import com.lmax.disruptor.dsl.ProducerType;
import com.lmax.disruptor.util.DaemonThreadFactory;

/** Rings of the Disruptor by hand. */
final class Disruptors {
  private Disruptors() {}

  /** A ring in front of a step: a single-producer ring where there is one producer. */
  static Disruptor<Slot> create(int capacity, int producers, WaitStrategy waiting) {
    return new Disruptor<>(
        Slot::new,
        capacity,
        DaemonThreadFactory.INSTANCE,
        producers == 1 ? ProducerType.SINGLE : ProducerType.MULTI,
        waiting);
  }

  /** Whether an event is this worker's, of so many that share a ring by sequence number. */
  static boolean isMine(long sequence, int ordinal, int workers) {
    return workers == 1 || sequence % workers == ordinal;
  }
}
