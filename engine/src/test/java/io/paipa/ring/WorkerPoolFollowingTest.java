package io.paipa.ring;

import static io.paipa.ring.SharedRing.EVENTS;
import static io.paipa.ring.SharedRing.SLOTS;
import static io.paipa.ring.SharedRing.processor;
import static io.paipa.ring.SharedRing.publishAll;
import static io.paipa.ring.SharedRing.ring;
import static org.assertj.core.api.Assertions.assertThat;

import com.lmax.disruptor.BatchEventProcessor;
import com.lmax.disruptor.EventHandler;
import com.lmax.disruptor.ExceptionHandlers;
import com.lmax.disruptor.RingBuffer;
import com.lmax.disruptor.Sequence;
import com.lmax.disruptor.SequenceBarrier;
import com.lmax.disruptor.WaitStrategy;
import com.lmax.disruptor.dsl.Disruptor;
import com.lmax.disruptor.dsl.ProducerType;
import com.lmax.disruptor.util.DaemonThreadFactory;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A pool that follows other consumers on the ring overtakes none, and goes on when they do. */
class WorkerPoolFollowingTest {
  private final Crew crew = new Crew();
  private final Tally tally = new Tally(EVENTS);

  @ParameterizedTest
  @MethodSource("io.paipa.ring.SharedRing#strategies")
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
  @MethodSource("io.paipa.ring.SharedRing#strategies")
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
