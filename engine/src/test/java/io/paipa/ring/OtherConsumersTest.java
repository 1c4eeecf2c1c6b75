package io.paipa.ring;

import static io.paipa.ring.SharedRing.EVENTS;
import static io.paipa.ring.SharedRing.processor;
import static io.paipa.ring.SharedRing.publishAll;
import static io.paipa.ring.SharedRing.ring;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.lmax.disruptor.BatchEventProcessor;
import com.lmax.disruptor.RingBuffer;
import com.lmax.disruptor.Sequence;
import com.lmax.disruptor.WaitStrategy;
import com.lmax.disruptor.util.Util;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Other consumers on the ring, beside a pool and behind it. */
class OtherConsumersTest {
  private final Crew crew = new Crew();
  private final Tally tally = new Tally(EVENTS);

  @ParameterizedTest
  @MethodSource("io.paipa.ring.SharedRing#strategies")
  void shouldLeaveOthersTheirEvents(WaitStrategy strategy) throws InterruptedException {
    RingBuffer<Cell> ring = ring(strategy);
    AtomicLong seen = new AtomicLong(-1);
    BatchEventProcessor<Cell> beside =
        processor(ring, (event, sequence, last) -> seen.compareAndSet(sequence - 1, event.value));
    WorkerPool<Cell> pool = new WorkerPool<>(ring, Handlers.shared(3, tally));
    crew.execute(beside);
    pool.start(crew);
    crew.awaitParked();
    assertThat(CpuTime.millisOf(crew.threads(), 200)).isLessThan(10);

    publishAll(ring);

    assertThat(pool.drainAndHalt()).isTrue();
    Crew.await(() -> seen.get() == EVENTS - 1);
    tally.assertEachOnce(0, EVENTS);
    beside.halt();
    crew.awaitEnd();
  }

  @ParameterizedTest
  @MethodSource("io.paipa.ring.SharedRing#strategies")
  void shouldBeFollowed(WaitStrategy strategy) throws InterruptedException {
    RingBuffer<Cell> ring = ring(strategy);
    WorkerPool<Cell> pool = new WorkerPool<>(ring, Handlers.shared(3, tally));
    AtomicInteger tooEarly = new AtomicInteger();
    AtomicInteger seen = new AtomicInteger();
    BatchEventProcessor<Cell> behind =
        processor(
            ring,
            (event, sequence, last) -> {
              if (tally.times(event.value) != 1) {
                tooEarly.incrementAndGet();
              }
              seen.incrementAndGet();
            },
            pool.getWorkerSequences());
    crew.execute(behind);
    pool.start(crew);

    publishAll(ring);

    Crew.await(() -> seen.get() == EVENTS);
    assertThat(tooEarly).hasValue(0);
    assertThat(pool.drainAndHalt()).isTrue();
    behind.halt();
    crew.awaitEnd();
  }

  @Test
  void shouldBeFollowedAtLittleCostWhileItIsSlow() throws InterruptedException {
    RingBuffer<Cell> ring = ring(new WorkWaitStrategy());
    CountDownLatch release = new CountDownLatch(1);
    WorkerPool<Cell> pool = new WorkerPool<>(ring, event -> Crew.await(release));
    AtomicInteger seen = new AtomicInteger();
    BatchEventProcessor<Cell> behind =
        processor(
            ring, (event, sequence, last) -> seen.incrementAndGet(), pool.getWorkerSequences());
    crew.execute(behind);
    pool.start(crew);
    Cell.publish(ring, 0);

    assertThat(CpuTime.millisOf(crew.threads(), 500)).isLessThan(100);
    assertThat(seen).hasValue(0);

    release.countDown();
    Crew.await(() -> seen.get() == 1);
    assertThat(pool.drainAndHalt()).isTrue();
    behind.halt();
    crew.awaitEnd();
  }

  @ParameterizedTest
  @MethodSource("io.paipa.ring.SharedRing#strategies")
  void shouldBearToBeAddedAsAGateAsInTheDisruptor3(WaitStrategy strategy)
      throws InterruptedException {
    RingBuffer<Cell> ring = ring(strategy);
    WorkerPool<Cell> pool = new WorkerPool<>(ring, Handlers.shared(3, tally));
    ring.addGatingSequences(pool.getWorkerSequences());
    pool.start(crew);

    publishAll(ring);

    assertThat(pool.drainAndHalt()).isTrue();
    tally.assertEachOnce(0, EVENTS);
    assertThat(Arrays.stream(pool.getWorkerSequences()).map(Sequence::get))
        .containsOnly(EVENTS - 1L);
    assertThatThrownBy(() -> pool.getWorkerSequences()[0].incrementAndGet())
        .isInstanceOf(UnsupportedOperationException.class);
    crew.awaitEnd();
  }

  /** What is claimed is not passed yet; as in the Disruptor 3, the last tells what is claimed. */
  @Test
  void shouldShowTheWorkSequenceBehindThoseOfTheWorkers() throws InterruptedException {
    RingBuffer<Cell> ring = ring(new WorkWaitStrategy());
    CountDownLatch begun = new CountDownLatch(2);
    CountDownLatch release = new CountDownLatch(1);
    WorkHandler<Cell> handler =
        event -> {
          begun.countDown();
          Crew.await(release);
        };
    WorkerPool<Cell> pool = new WorkerPool<>(ring, Handlers.shared(3, handler));
    Sequence[] sequences = pool.getWorkerSequences();
    assertThat(sequences).hasSize(3 + 1);
    Sequence work = sequences[3];
    assertThat(work.get()).isEqualTo(-1);
    pool.start(crew);

    Cell.publishBatch(ring, 0, 2);

    Crew.await(begun);
    assertThat(work.get()).isEqualTo(1);
    assertThat(Util.getMinimumSequence(sequences)).isEqualTo(-1);
    work.set(7); // as a ring does that takes it as a gate
    assertThat(work.get()).isEqualTo(1);
    release.countDown();
    assertThat(pool.drainAndHalt()).isTrue();
    assertThat(sequences).extracting(Sequence::get).containsOnly(1L);
    crew.awaitEnd();
  }
}
