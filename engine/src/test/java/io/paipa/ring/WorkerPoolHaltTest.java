package io.paipa.ring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.lmax.disruptor.BlockingWaitStrategy;
import com.lmax.disruptor.BusySpinWaitStrategy;
import com.lmax.disruptor.ExceptionHandlers;
import com.lmax.disruptor.RingBuffer;
import com.lmax.disruptor.WaitStrategy;
import com.lmax.disruptor.YieldingWaitStrategy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A pool halts as its user says, whenever and from wherever, and loses nothing by it. */
class WorkerPoolHaltTest {
  private final RingBuffer<Cell> ring =
      RingBuffer.createMultiProducer(Cell::new, 8, new WorkWaitStrategy());
  private final Crew crew = new Crew();

  static Stream<WaitStrategy> strategies() {
    return Stream.of(
        new WorkWaitStrategy(),
        new BlockingWaitStrategy(),
        new YieldingWaitStrategy(),
        new BusySpinWaitStrategy());
  }

  @ParameterizedTest
  @MethodSource("strategies")
  void shouldLoseNothingWhenHaltedAndStartedAgain(WaitStrategy strategy)
      throws InterruptedException {
    int events = 4_000;
    RingBuffer<Cell> its = RingBuffer.createMultiProducer(Cell::new, 8, strategy);
    AtomicInteger handled = new AtomicInteger();
    Tally tally = new Tally(events);
    List<WorkerPool<Cell>> itself = new ArrayList<>();
    WorkHandler<Cell> handler =
        event -> {
          tally.onEvent(event);
          if (handled.incrementAndGet() % 50 == 0) {
            itself.get(0).halt();
          }
        };
    WorkerPool<Cell> pool = new WorkerPool<>(its, Handlers.shared(3, handler));
    itself.add(pool);
    Crew producer = new Crew();
    producer.execute(
        () -> {
          for (int i = 0; i < events; i++) {
            Cell.publish(its, i);
          }
        });
    Thread producing = producer.threads().get(0);

    int halts = 0;
    while (producing.isAlive()) {
      pool.start(crew);
      int enough = handled.get() + ThreadLocalRandom.current().nextInt(100);
      Crew.await(() -> handled.get() >= enough || !pool.isRunning() || !producing.isAlive());
      pool.halt();
      pool.drainAndHalt(); // waits for the workers
      assertThat(pool.isRunning()).isFalse();
      halts++;
    }

    assertThat(halts).isGreaterThan(10);
    do {
      pool.start(crew);
    } while (!pool.drainAndHalt());
    tally.assertEachOnce(0, events);
    crew.awaitEnd();
    producer.awaitEnd();
  }

  @Test
  void shouldHandleWhatIsInHandBeforeItHalts() throws InterruptedException {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch release = new CountDownLatch(1);
    AtomicInteger handled = new AtomicInteger();
    WorkerPool<Cell> pool =
        new WorkerPool<>(
            ring,
            event -> {
              begun.countDown();
              Crew.await(release);
              handled.incrementAndGet();
            });
    pool.start(crew);
    Cell.publishBatch(ring, 0, 5);
    Crew.await(begun);

    pool.halt(); // does not wait

    assertThat(pool.isRunning()).isTrue();
    assertThatThrownBy(() -> pool.start(crew)).isInstanceOf(IllegalStateException.class);
    release.countDown();
    crew.awaitEnd();
    assertThat(pool.isRunning()).isFalse();
    assertThat(handled).hasValue(1);
    assertThat(ring.remainingCapacity()).isEqualTo(8 - 4);
  }

  @Test
  void shouldBeHaltedByAHandler() throws InterruptedException {
    List<WorkerPool<Cell>> itself = new ArrayList<>();
    AtomicInteger handled = new AtomicInteger();
    WorkHandler<Cell> handler =
        event -> {
          handled.incrementAndGet();
          itself.get(0).halt();
        };
    WorkerPool<Cell> pool = new WorkerPool<>(ring, Handlers.shared(4, handler));
    itself.add(pool);
    pool.start(crew);
    crew.awaitParked();

    Cell.publish(ring, 0);

    crew.awaitEnd();
    assertThat(handled).hasValue(1);
    assertThat(pool.isRunning()).isFalse();
  }

  @ParameterizedTest
  @MethodSource("strategies")
  void shouldBeHaltedByManyAtOnceAtAnyMoment(WaitStrategy strategy) throws InterruptedException {
    RingBuffer<Cell> its = RingBuffer.createMultiProducer(Cell::new, 8, strategy);
    WorkerPool<Cell> pool = new WorkerPool<>(its, Handlers.shared(4, new Tally(1)));
    for (int round = 0; round < 100; round++) {
      Crew ofRound = new Crew();
      Crew halting = new Crew();
      halting.execute(pool::halt);
      pool.start(ofRound);
      halting.execute(pool::halt);
      if (round % 2 == 0) {
        Thread.yield();
      }
      pool.halt();
      halting.awaitEnd();
      ofRound.awaitEnd();
      assertThat(pool.isRunning()).isFalse();
    }
  }

  @Test
  void shouldGoOnWithTheWorkersThatAreNotHalted() throws InterruptedException {
    List<WorkProcessor<?>> processors = new ArrayList<>();
    Tally tally = new Tally(100);
    WorkerPool<Cell> pool = new WorkerPool<>(ring, Handlers.shared(3, tally));
    pool.start(
        task -> {
          processors.add((WorkProcessor<?>) task);
          crew.execute(task);
        });
    assertThat(processors).extracting(WorkProcessor::getIndex).containsExactly(0, 1, 2);
    assertThat(processors)
        .extracting(WorkProcessor::getSequence)
        .containsExactly(Arrays.copyOf(pool.getWorkerSequences(), 3));

    processors.get(0).halt();
    processors.get(2).halt();

    for (int i = 0; i < 100; i++) {
      Cell.publish(ring, i);
    }
    Crew.await(() -> tally.times(99) == 1);
    assertThat(pool.isRunning()).isTrue();
    processors.get(1).halt();
    crew.awaitEnd();
    assertThat(pool.isRunning()).isFalse();
    tally.assertEachOnce(0, 100);
  }

  @ParameterizedTest
  @MethodSource("strategies")
  void shouldLeaveNoThreadOfManyPools(WaitStrategy strategy) throws InterruptedException {
    for (int round = 0; round < 200; round++) {
      RingBuffer<Cell> its = RingBuffer.createMultiProducer(Cell::new, 4, strategy);
      Tally tally = new Tally(3);
      WorkerPool<Cell> pool =
          new WorkerPool<>(
              its, ExceptionHandlers.defaultHandler(), Handlers.shared(1 + round % 5, tally));
      pool.start(crew);
      Cell.publishBatch(its, 0, 3);
      if (round % 2 == 0) {
        assertThat(pool.drainAndHalt()).isTrue();
        tally.assertEachOnce(0, 3);
      } else {
        pool.halt();
      }
    }
    crew.awaitEnd();
    assertThat(crew.uncaught()).isEmpty();
  }
}
