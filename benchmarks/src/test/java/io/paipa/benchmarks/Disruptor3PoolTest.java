package io.paipa.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import io.paipa.benchmarks.disruptor3.EventReleaseAware;
import io.paipa.benchmarks.disruptor3.EventReleaser;
import io.paipa.benchmarks.disruptor3.FatalExceptionHandler;
import io.paipa.benchmarks.disruptor3.RingBuffer;
import io.paipa.benchmarks.disruptor3.Sequence;
import io.paipa.benchmarks.disruptor3.WorkHandler;
import io.paipa.benchmarks.disruptor3.WorkerPool;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The peer is used so that it gets each event as it was published. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class Disruptor3PoolTest {
  private final CountDownLatch released = new CountDownLatch(1);
  private final CountDownLatch goOn = new CountDownLatch(1);
  private final CountDownLatch inHand = new CountDownLatch(1);
  private final CountDownLatch done = new CountDownLatch(1);

  /** Releases the first event early, and is long at work on the second. */
  private final class Releasing implements WorkHandler<PoolEvent>, EventReleaseAware {
    private Runnable release = () -> {};

    @Override
    public void setEventReleaser(EventReleaser releaser) {
      release = releaser::release;
    }

    @Override
    public void onEvent(PoolEvent event) throws InterruptedException {
      if (event.value == 0) {
        release.run();
        released.countDown();
        await(goOn);
      } else {
        inHand.countDown();
        await(done);
      }
    }
  }

  private static void await(CountDownLatch latch) throws InterruptedException {
    assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
  }

  /** Where a producer is when the worker claims the second event, and holds it. */
  private final class InMidst extends Sequence {
    @Override
    public long get() {
      goOn.countDown();
      try {
        Disruptor3PoolTest.await(inHand);
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
      return Long.MAX_VALUE;
    }
  }

  private static void publish(RingBuffer<PoolEvent> ring, long value) {
    long sequence = ring.next();
    ring.get(sequence).value = value;
    ring.publish(sequence);
  }

  @Test
  void shouldNotOverwriteWhatWasClaimedAfterAnEarlyRelease() throws InterruptedException {
    RingBuffer<PoolEvent> ring = RingBuffer.createSingleProducer(PoolEvent::new, 2);
    WorkerPool<PoolEvent> pool =
        new WorkerPool<>(ring, ring.newBarrier(), new FatalExceptionHandler(), new Releasing());
    Sequence[] read = Disruptor3Pool.workFirst(pool.getWorkerSequences());
    ring.addGatingSequences(read[0], new InMidst(), read[1]);
    ExecutorService threads = Executors.newCachedThreadPool();
    try {
      pool.start(threads);
      publish(ring, 0);
      publish(ring, 1);
      await(released);
      publish(ring, 0); // into the slot that was released
      assertThat(ring.hasAvailableCapacity(1)).as("the other is in hand").isFalse();
    } finally {
      done.countDown();
      pool.halt();
      threads.shutdown();
    }
    assertThat(threads.awaitTermination(20, TimeUnit.SECONDS)).isTrue();
  }
}
