package io.paipa.ring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.lmax.disruptor.BlockingWaitStrategy;
import com.lmax.disruptor.RingBuffer;
import com.lmax.disruptor.WaitStrategy;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A pool that is retired leaves its ring to the producers, and says how far it came. */
class WorkerPoolRetirementTest {
  private static final int SLOTS = 8;

  private final RingBuffer<Cell> ring =
      RingBuffer.createMultiProducer(Cell::new, SLOTS, new WorkWaitStrategy());
  private final Crew crew = new Crew();
  private final Tally tally = new Tally(1_000);

  static Stream<WaitStrategy> strategies() {
    return Stream.of(new WorkWaitStrategy(), new BlockingWaitStrategy());
  }

  @ParameterizedTest
  @MethodSource("strategies")
  void shouldLetProducersPass(WaitStrategy strategy) throws InterruptedException {
    RingBuffer<Cell> its = RingBuffer.createMultiProducer(Cell::new, SLOTS, strategy);
    WorkerPool<Cell> pool = new WorkerPool<>(its, Handlers.shared(3, tally));
    its.addGatingSequences(pool.getWorkerSequences()); // as in the Disruptor 3
    pool.start(crew);
    Cell.publishBatch(its, 0, 5);
    assertThat(pool.drainAndHalt()).isTrue();
    Cell.publishBatch(its, 5, SLOTS);
    assertThat(its.hasAvailableCapacity(1)).as("a ring that is still gated").isFalse();
    Crew producer = new Crew();
    producer.execute(() -> Cell.publish(its, 900)); // waits for room
    Crew.await(() -> its.getCursor() == 5 + SLOTS);

    assertThat(pool.retire()).isEqualTo(4);

    producer.awaitEnd();
    for (int i = 0; i < 3 * SLOTS; i++) {
      assertThat(its.tryPublishEvent((cell, sequence) -> cell.value = 900)).isTrue();
    }
    tally.assertEachOnce(0, 5);
    assertThat(tally.times(900)).isZero();
    crew.awaitEnd();
  }

  @Test
  void shouldLeaveTheOtherPoolsOfTheRingAlone() throws InterruptedException {
    Tally other = new Tally(1_000);
    WorkerPool<Cell> retired = new WorkerPool<>(ring, Handlers.shared(2, tally));
    WorkerPool<Cell> staying = new WorkerPool<>(ring, Handlers.shared(2, other));
    assertThat(retired.retire()).as("a pool that was never started").isEqualTo(-1);
    staying.start(crew);
    crew.awaitParked();

    for (int i = 0; i < 1_000; i++) {
      Cell.publish(ring, i);
    }

    assertThat(staying.drainAndHalt()).isTrue();
    other.assertEachOnce(0, 1_000);
    crew.awaitEnd();
  }

  @Test
  void shouldBeRefusedUntilTheWorkersHaveEnded() throws InterruptedException {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch release = new CountDownLatch(1);
    WorkerPool<Cell> pool =
        new WorkerPool<>(
            ring,
            event -> {
              begun.countDown();
              Crew.await(release);
            });
    pool.start(crew);
    Cell.publishBatch(ring, 0, SLOTS);
    Crew.await(begun);
    pool.halt();

    assertThatThrownBy(pool::retire)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("halt or drain it before it is retired");

    assertThat(ring.hasAvailableCapacity(1)).as("the slot that is held").isFalse();
    release.countDown();
    crew.awaitEnd();
    assertThat(pool.retire()).isZero();
    assertThat(ring.hasAvailableCapacity(SLOTS)).isTrue();
  }

  @Test
  void shouldBeForEver() {
    WorkerPool<Cell> pool = new WorkerPool<>(ring, tally);
    Cell.publish(ring, 0);
    assertThat(pool.retire()).isEqualTo(-1);
    Cell.publish(ring, 1);

    assertThat(pool.retire()).as("the second time").isEqualTo(-1);
    assertThatThrownBy(() -> pool.start(crew))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("the pool was retired from its ring: make a new one");
    assertThat(crew.threads()).isEmpty();
    assertThat(pool.isRunning()).isFalse();
  }

  /** Pools that come and go on one ring leave nothing behind for its producers to look at. */
  @Test
  void shouldLeaveNothingToWakeOrToScan() throws InterruptedException {
    WorkWaitStrategy strategy = new WorkWaitStrategy();
    RingBuffer<Cell> its = RingBuffer.createMultiProducer(Cell::new, SLOTS, strategy);
    String before = its.toString();

    for (int round = 0; round < 3; round++) {
      WorkerPool<Cell> pool = new WorkerPool<>(its, Handlers.shared(2, tally));
      pool.start(crew);
      assertThat(pool.drainAndHalt()).isTrue();
      pool.retire();
    }

    assertThat(its).as("with its gates").hasToString(before);
    assertThat(strategy.pools()).isZero();
    crew.awaitEnd();
  }
}
