package io.paipa.benchmarks;

import com.lmax.disruptor.BlockingWaitStrategy;
import com.lmax.disruptor.RingBuffer;
import com.lmax.disruptor.WaitStrategy;
import com.lmax.disruptor.YieldingWaitStrategy;
import com.lmax.disruptor.dsl.ProducerType;
import io.paipa.ring.WorkWaitStrategy;
import io.paipa.ring.WorkerPool;
import java.util.concurrent.Executor;

/** The pool of {@code io.paipa.ring} on a ring of the Disruptor 4. */
final class PaipaPool implements RingPool {
  private final RingBuffer<PoolEvent> ring;
  private final WorkerPool<PoolEvent> pool;

  PaipaPool(int slots, int producers, String waiting, PoolWorker... workers) {
    ring =
        RingBuffer.create(
            producers == 1 ? ProducerType.SINGLE : ProducerType.MULTI,
            PoolEvent::new,
            slots,
            strategy(waiting));
    pool = new WorkerPool<>(ring, workers);
  }

  private static WaitStrategy strategy(String waiting) {
    return switch (waiting) {
      case WorkerPools.YIELDING -> new YieldingWaitStrategy();
      case WorkerPools.BLOCKING -> new BlockingWaitStrategy();
      default -> new WorkWaitStrategy();
    };
  }

  @Override
  public void start(Executor executor) {
    pool.start(executor);
  }

  @Override
  public void publish(long value) {
    long sequence = ring.next();
    ring.get(sequence).value = value;
    ring.publish(sequence);
  }

  @Override
  public void halt() {
    pool.halt();
  }
}
