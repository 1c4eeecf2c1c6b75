package io.paipa.ring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.lmax.disruptor.BatchEventProcessor;
import com.lmax.disruptor.BatchEventProcessorBuilder;
import com.lmax.disruptor.BlockingWaitStrategy;
import com.lmax.disruptor.EventHandler;
import com.lmax.disruptor.ExceptionHandlers;
import com.lmax.disruptor.RingBuffer;
import com.lmax.disruptor.Sequence;
import com.lmax.disruptor.SequenceBarrier;
import com.lmax.disruptor.WaitStrategy;
import com.lmax.disruptor.dsl.Disruptor;
import com.lmax.disruptor.dsl.ProducerType;
import com.lmax.disruptor.util.DaemonThreadFactory;
import com.lmax.disruptor.util.Util;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Other consumers on the ring: beside a pool, behind it, and ahead of it. */
class OtherConsumersTest {
  private static final int EVENTS = 3_000;
  private static final int SLOTS = 16;

  private final Crew crew = new Crew();
  private final Tally tally = new Tally(EVENTS);

  static Stream<WaitStrategy> strategies() {
    return Stream.of(new WorkWaitStrategy(), new BlockingWaitStrategy());
  }

  private static RingBuffer<Cell> ring(WaitStrategy strategy) {
    return RingBuffer.createMultiProducer(Cell::new, SLOTS, strategy);
  }

  private static BatchEventProcessor<Cell> processor(
      RingBuffer<Cell> ring, EventHandler<Cell> handler, Sequence... followed) {
    BatchEventProcessor<Cell> processor =
        new BatchEventProcessorBuilder().build(ring, ring.newBarrier(followed), handler);
    ring.addGatingSequences(processor.getSequence());
    return processor;
  }

  private static void publishAll(RingBuffer<Cell> ring) {
    for (int i = 0; i < EVENTS; i++) {
      Cell.publish(ring, i);
    }
  }

  @ParameterizedTest
  @MethodSource("strategies")
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
  @MethodSource("strategies")
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

  @ParameterizedTest
  @MethodSource("strategies")
  void shouldFollow(WaitStrategy strategy) throws InterruptedException {
    RingBuffer<Cell> ring = ring(strategy);
    AtomicInteger seenAhead = new AtomicInteger();
    AtomicInteger tooEarly = new AtomicInteger();
    BatchEventProcessor<Cell> ahead =
        processor(ring, (event, sequence, last) -> seenAhead.incrementAndGet());
    WorkHandler<Cell> handler =
        event -> {
          if (seenAhead.get() <= event.value) {
            tooEarly.incrementAndGet();
          }
          tally.onEvent(event);
        };
    WorkerPool<Cell> pool =
        new WorkerPool<>(
            ring,
            ring.newBarrier(ahead.getSequence()),
            ExceptionHandlers.defaultHandler(),
            handler,
            handler,
            handler);
    crew.execute(ahead);
    pool.start(crew);

    publishAll(ring);

    assertThat(pool.drainAndHalt()).isTrue();
    assertThat(tooEarly).hasValue(0);
    tally.assertEachOnce(0, EVENTS);
    ahead.halt();
    crew.awaitEnd();
  }

  /** Who is followed tells nobody that an event is passed. */
  @ParameterizedTest
  @MethodSource("strategies")
  void shouldGoOnByItselfWhenThoseItFollowsDo(WaitStrategy strategy) throws InterruptedException {
    RingBuffer<Cell> ring = ring(strategy);
    Sequence ahead = new Sequence();
    CountDownLatch both = new CountDownLatch(2);
    WorkHandler<Cell> handler =
        event -> {
          both.countDown();
          Crew.await(both);
        };
    WorkerPool<Cell> pool =
        new WorkerPool<>(
            ring, ring.newBarrier(ahead), ExceptionHandlers.defaultHandler(), handler, handler);
    pool.start(crew);
    Cell.publishBatch(ring, 0, 2);

    ahead.set(0);
    Crew.await(() -> both.getCount() == 1);
    ahead.set(1); // the worker that has the first event can't take this one

    Crew.await(both);
    assertThat(pool.drainAndHalt()).isTrue();
    crew.awaitEnd();
    assertThat(crew.uncaught()).isEmpty();
  }

  @Test
  void shouldPollByOneWorkerAtMostWhileThoseItFollowsAreBehind() throws InterruptedException {
    RingBuffer<Cell> ring = ring(new WorkWaitStrategy());
    Sequence ahead = new Sequence();
    WorkHandler<Cell>[] handlers = Handlers.shared(128, tally);
    WorkerPool<Cell> pool =
        new WorkerPool<>(
            ring, ring.newBarrier(ahead), ExceptionHandlers.defaultHandler(), handlers);
    pool.start(crew);
    for (int i = 0; i < SLOTS; i++) {
      Cell.publish(ring, i);
    }
    Crew.await(
        () ->
            crew.threads().stream()
                    .filter(thread -> thread.getState() == Thread.State.WAITING)
                    .count()
                >= 127);

    assertThat(CpuTime.millisOf(crew.threads(), 500)).isLessThan(100);

    ahead.set(SLOTS);
    assertThat(pool.drainAndHalt()).isTrue();
    tally.assertEachOnce(0, SLOTS);
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
  @MethodSource("strategies")
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

  @Test
  void shouldWorkOnTheRingOfADisruptor() throws InterruptedException {
    Disruptor<Cell> disruptor =
        new Disruptor<>(
            Cell::new,
            SLOTS,
            DaemonThreadFactory.INSTANCE,
            ProducerType.SINGLE,
            new WorkWaitStrategy());
    EventHandler<Cell> doubling = (event, sequence, last) -> event.value *= 2;
    SequenceBarrier afterDoubling = disruptor.handleEventsWith(doubling).asSequenceBarrier();
    WorkerPool<Cell> pool =
        new WorkerPool<>(
            disruptor.getRingBuffer(),
            afterDoubling,
            ExceptionHandlers.defaultHandler(),
            Handlers.shared(3, tally));
    disruptor.start();
    pool.start(crew);

    for (int i = 0; i < EVENTS / 2; i++) {
      Cell.publish(disruptor.getRingBuffer(), i);
    }

    assertThat(pool.drainAndHalt()).isTrue();
    disruptor.halt();
    assertThat(IntStream.range(0, EVENTS).filter(value -> tally.times(value) != 1 - value % 2))
        .isEmpty();
    crew.awaitEnd();
  }
}
