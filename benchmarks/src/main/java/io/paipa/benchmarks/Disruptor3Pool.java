package io.paipa.benchmarks;

import io.paipa.benchmarks.disruptor3.BlockingWaitStrategy;
import io.paipa.benchmarks.disruptor3.FatalExceptionHandler;
import io.paipa.benchmarks.disruptor3.RingBuffer;
import io.paipa.benchmarks.disruptor3.Sequence;
import io.paipa.benchmarks.disruptor3.WaitStrategy;
import io.paipa.benchmarks.disruptor3.WorkerPool;
import io.paipa.benchmarks.disruptor3.YieldingWaitStrategy;
import io.paipa.benchmarks.disruptor3.dsl.ProducerType;
import java.util.Arrays;
import java.util.Collections;
import java.util.concurrent.Executor;

/** The pool of the Disruptor 3 on its own ring. */
final class Disruptor3Pool implements RingPool {
  private final RingBuffer<PoolEvent> ring;
  private final WorkerPool<PoolEvent> pool;

  Disruptor3Pool(int slots, int producers, String waiting, PoolWorker... workers) {
    ring =
        RingBuffer.create(
            producers == 1 ? ProducerType.SINGLE : ProducerType.MULTI,
            PoolEvent::new,
            slots,
            strategy(waiting));
    pool = new WorkerPool<>(ring, ring.newBarrier(), new FatalExceptionHandler(), workers);
    ring.addGatingSequences(workFirst(pool.getWorkerSequences()));
  }

  /**
   * The work sequence before those of the workers, in the order in which a producer reads them. The
   * pool gives it last. Then a producer may read that a worker has released its slot, then the
   * worker claims the next one, and the work sequence is past that: so the producer overwrites an
   * event that the worker is about to read.
   */
  static Sequence[] workFirst(Sequence... sequences) {
    Sequence[] read = sequences.clone();
    Collections.rotate(Arrays.asList(read), 1);
    return read;
  }

  private static WaitStrategy strategy(String waiting) {
    return waiting.equals(WorkerPools.YIELDING)
        ? new YieldingWaitStrategy()
        : new BlockingWaitStrategy(); // it has none that wakes one worker
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
