package io.paipa.ring;

import com.lmax.disruptor.BatchEventProcessor;
import com.lmax.disruptor.BatchEventProcessorBuilder;
import com.lmax.disruptor.BlockingWaitStrategy;
import com.lmax.disruptor.EventHandler;
import com.lmax.disruptor.RingBuffer;
import com.lmax.disruptor.Sequence;
import com.lmax.disruptor.WaitStrategy;
import java.util.stream.Stream;

/** A small ring for many events, on which a pool is not the only consumer. */
final class SharedRing {
  static final int EVENTS = 3_000;
  static final int SLOTS = 16;

  private SharedRing() {}

  /** Those by which all consumers of such a ring can wait. */
  static Stream<WaitStrategy> strategies() {
    return Stream.of(new WorkWaitStrategy(), new BlockingWaitStrategy());
  }

  static RingBuffer<Cell> ring(WaitStrategy strategy) {
    return RingBuffer.createMultiProducer(Cell::new, SLOTS, strategy);
  }

  /** A consumer of the Disruptor's own, behind those that it follows. */
  static BatchEventProcessor<Cell> processor(
      RingBuffer<Cell> ring, EventHandler<Cell> handler, Sequence... followed) {
    BatchEventProcessor<Cell> processor =
        new BatchEventProcessorBuilder().build(ring, ring.newBarrier(followed), handler);
    ring.addGatingSequences(processor.getSequence());
    return processor;
  }

  static void publishAll(RingBuffer<Cell> ring) {
    for (int i = 0; i < EVENTS; i++) {
      Cell.publish(ring, i);
    }
  }
}
