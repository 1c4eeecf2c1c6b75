package io.paipa.ring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.lmax.disruptor.BlockingWaitStrategy;
import com.lmax.disruptor.BusySpinWaitStrategy;
import com.lmax.disruptor.LiteBlockingWaitStrategy;
import com.lmax.disruptor.PhasedBackoffWaitStrategy;
import com.lmax.disruptor.RingBuffer;
import com.lmax.disruptor.SleepingWaitStrategy;
import com.lmax.disruptor.TimeoutBlockingWaitStrategy;
import com.lmax.disruptor.WaitStrategy;
import com.lmax.disruptor.YieldingWaitStrategy;
import com.lmax.disruptor.dsl.ProducerType;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each event goes to one worker, once, and its slot is its own meanwhile. */
class WorkerPoolDeliveryTest {
  private static final int[] WORKERS = {1, 2, 8, 128};

  static Stream<Arguments> shapes() {
    return IntStream.of(WORKERS)
        .boxed()
        .flatMap(
            workers ->
                Stream.of(
                    arguments(workers, 1, 2, 2_000),
                    arguments(workers, 4, 2, 2_000),
                    arguments(workers, 1, 64, 40_000),
                    arguments(workers, 4, 64, 40_000)));
  }

  @ParameterizedTest(name = "{0} workers, {1} producers, {2} slots")
  @MethodSource("shapes")
  void shouldHandleEachEventOnce(int workers, int producers, int slots, int events)
      throws InterruptedException {
    deliver(new WorkWaitStrategy(), workers, producers, slots, events);
  }

  static Stream<WaitStrategy> strategies() {
    return Stream.of(
        new BlockingWaitStrategy(),
        new LiteBlockingWaitStrategy(),
        new TimeoutBlockingWaitStrategy(1, TimeUnit.MILLISECONDS),
        new SleepingWaitStrategy(),
        new YieldingWaitStrategy(),
        new BusySpinWaitStrategy(),
        PhasedBackoffWaitStrategy.withLock(1, 1, TimeUnit.MICROSECONDS));
  }

  @ParameterizedTest
  @MethodSource("strategies")
  void shouldWaitByAnyStrategy(WaitStrategy strategy) throws InterruptedException {
    deliver(strategy, 3, 2, 8, 5_000);
  }

  private static void deliver(
      WaitStrategy strategy, int workers, int producers, int slots, int events)
      throws InterruptedException {
    RingBuffer<Cell> ring =
        RingBuffer.create(
            producers == 1 ? ProducerType.SINGLE : ProducerType.MULTI, Cell::new, slots, strategy);
    Tally tally = new Tally(events);
    WorkerPool<Cell> pool = new WorkerPool<>(ring, Handlers.shared(workers, tally));
    Crew crew = new Crew();
    assertThat(pool.start(crew)).isSameAs(ring);
    Crew feeders = new Crew();
    int share = events / producers;
    for (int i = 0; i < producers; i++) {
      int first = i * share;
      feeders.execute(() -> produce(ring, first, share));
    }
    feeders.awaitEnd();

    assertThat(pool.drainAndHalt()).isTrue();

    assertThat(feeders.uncaught()).isEmpty();
    tally.assertEachOnce(0, events);
    assertThat(ring.remainingCapacity()).isEqualTo(slots);
    crew.awaitEnd();
    assertThat(crew.uncaught()).isEmpty();
  }

  /** Single events and batches in turn. */
  private static void produce(RingBuffer<Cell> ring, int first, int count) {
    int done = 0;
    while (done < count) {
      int batch = Math.min(count - done, 1 + done % Math.min(ring.getBufferSize(), 5));
      if (batch == 1) {
        Cell.publish(ring, first + done);
      } else {
        Cell.publishBatch(ring, first + done, batch);
      }
      done += batch;
    }
  }

  @Test
  void shouldHandleWhatWasPublishedBeforeTheStart() throws InterruptedException {
    RingBuffer<Cell> ring = RingBuffer.createMultiProducer(Cell::new, 8, new WorkWaitStrategy());
    Tally tally = new Tally(9);
    Cell.publish(ring, 8); // before there is a pool: not its matter
    WorkerPool<Cell> pool = new WorkerPool<>(ring, Handlers.shared(2, tally));
    Cell.publishBatch(ring, 0, 8);
    assertThat(ring.hasAvailableCapacity(1)).as("a ring gated from the beginning").isFalse();

    Crew crew = new Crew();
    pool.start(crew);

    assertThat(pool.drainAndHalt()).isTrue();
    tally.assertEachOnce(0, 8);
    assertThat(tally.times(8)).isZero();
    crew.awaitEnd();
  }

  @Test
  void shouldServeEachPoolOfARing() throws InterruptedException {
    RingBuffer<Cell> ring = RingBuffer.createMultiProducer(Cell::new, 8, new WorkWaitStrategy());
    Tally tally = new Tally(2_000);
    Tally other = new Tally(2_000);
    WorkerPool<Cell> pool = new WorkerPool<>(ring, Handlers.shared(2, tally));
    WorkerPool<Cell> otherPool = new WorkerPool<>(ring, Handlers.shared(3, other));
    Crew crew = new Crew();
    pool.start(crew);
    otherPool.start(crew);

    for (int i = 0; i < 2_000; i++) {
      Cell.publish(ring, i);
    }

    assertThat(pool.drainAndHalt()).isTrue();
    assertThat(otherPool.drainAndHalt()).isTrue();
    tally.assertEachOnce(0, 2_000);
    other.assertEachOnce(0, 2_000);
    crew.awaitEnd();
  }
}
