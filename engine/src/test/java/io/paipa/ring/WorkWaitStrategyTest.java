package io.paipa.ring;

import static org.assertj.core.api.Assertions.assertThat;

import com.lmax.disruptor.BlockingWaitStrategy;
import com.lmax.disruptor.RingBuffer;
import com.lmax.disruptor.WaitStrategy;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Idle workers cost nothing, few are woken, and none too few. */
class WorkWaitStrategyTest {
  private static final int MANY = 64;

  private final RingBuffer<Cell> ring =
      RingBuffer.createMultiProducer(Cell::new, 128, new WorkWaitStrategy());
  private final Crew crew = new Crew();

  private WorkerPool<Cell> start(WorkHandler<Cell>[] handlers) {
    WorkerPool<Cell> pool = new WorkerPool<>(ring, handlers);
    pool.start(crew);
    return pool;
  }

  private void end(WorkerPool<Cell> pool) throws InterruptedException {
    assertThat(pool.drainAndHalt()).isTrue();
    crew.awaitEnd();
    assertThat(crew.uncaught()).isEmpty();
  }

  @Test
  void shouldUseNoTimeWhenIdle() throws InterruptedException {
    WorkerPool<Cell> pool = start(Handlers.shared(128, new Tally(1)));
    crew.awaitParked();

    assertThat(CpuTime.millisOf(crew.threads(), 300)).isLessThan(10);

    end(pool);
  }

  @Test
  void shouldWakeFewThreadsForOneEvent() throws InterruptedException {
    int events = 50;
    Tally tally = new Tally(events);
    WorkerPool<Cell> pool = start(Handlers.shared(MANY, tally));
    crew.awaitParked();
    long parksBefore = CpuTime.parksOf(crew.threads());

    for (int i = 0; i < events; i++) {
      Cell.publish(ring, i);
      int value = i;
      Crew.await(() -> tally.times(value) == 1);
      crew.awaitParked();
    }

    long woken = CpuTime.parksOf(crew.threads()) - parksBefore;
    assertThat(woken).as("wake-ups for %s events", events).isBetween(1L, 3L * events);
    end(pool);
  }

  /** Every event waits for all others of its round, so that each must come to a worker at once. */
  @Test
  void shouldWakeAsManyAsHaveSomethingToDo() throws Exception {
    for (int round = 0; round < 300; round++) {
      int events = 1 + ThreadLocalRandom.current().nextInt(12);
      RingBuffer<Cell> ofRound =
          RingBuffer.createMultiProducer(Cell::new, 16, new WorkWaitStrategy());
      CyclicBarrier together = new CyclicBarrier(events + 1);
      WorkHandler<Cell> handler = event -> together.await(20, TimeUnit.SECONDS);
      WorkerPool<Cell> pool = new WorkerPool<>(ofRound, Handlers.shared(12, handler));
      Crew ofPool = new Crew();
      pool.start(ofPool);
      if (round % 2 == 0) {
        ofPool.awaitParked();
      }
      publishInSomeWay(ofRound, events, round);
      together.await(20, TimeUnit.SECONDS);
      assertThat(pool.drainAndHalt()).isTrue();
      ofPool.awaitEnd();
      assertThat(ofPool.uncaught()).isEmpty();
    }
  }

  private static void publishInSomeWay(RingBuffer<Cell> ring, int events, int round)
      throws InterruptedException {
    switch (round % 3) {
      case 0 -> Cell.publishBatch(ring, 0, events);
      case 1 -> {
        for (int i = 0; i < events; i++) {
          Cell.publish(ring, i);
        }
      }
      default -> {
        Crew producers = new Crew();
        for (int i = 0; i < events; i++) {
          int value = i;
          producers.execute(() -> Cell.publish(ring, value));
        }
        producers.awaitEnd();
      }
    }
  }

  /** A publication at about the time when the only worker parks. */
  @Test
  void shouldWakeAWorkerThatIsAboutToPark() throws InterruptedException {
    AtomicLong handled = new AtomicLong(-1);
    WorkerPool<Cell> pool = start(Handlers.shared(1, event -> handled.set(event.value)));
    for (int i = 0; i < 20_000; i++) {
      Cell.publish(ring, i);
      int value = i;
      Crew.await(() -> handled.get() == value);
      int spins = ThreadLocalRandom.current().nextInt(4_000);
      for (int spin = 0; spin < spins; spin++) {
        Thread.onSpinWait();
      }
    }
    end(pool);
  }

  /** The wake-up may have gone to the worker that was halted; then it passes it on. */
  @Test
  void shouldNotLoseTheWakeUpOfAHaltedWorker() throws InterruptedException {
    for (int round = 0; round < 300; round++) {
      RingBuffer<Cell> ofRound =
          RingBuffer.createMultiProducer(Cell::new, 4, new WorkWaitStrategy());
      Tally tally = new Tally(1);
      WorkerPool<Cell> pool = new WorkerPool<>(ofRound, Handlers.shared(2, tally));
      Crew ofPool = new Crew();
      AtomicInteger number = new AtomicInteger();
      WorkProcessor<?>[] processors = new WorkProcessor<?>[2];
      pool.start(
          task -> {
            processors[number.getAndIncrement()] = (WorkProcessor<?>) task;
            ofPool.execute(task);
          });
      ofPool.awaitParked();
      Crew halting = new Crew();
      int halted = round % 2;
      halting.execute(() -> processors[halted].halt());

      Cell.publish(ofRound, 0);

      Crew.await(() -> tally.times(0) == 1);
      halting.awaitEnd();
      Crew.await(() -> !processors[halted].isRunning());
      assertThat(processors[1 - halted].isRunning()).isTrue();
      assertThat(pool.isRunning()).isTrue();
      assertThat(pool.drainAndHalt()).isTrue();
      ofPool.awaitEnd();
    }
  }

  static Stream<WaitStrategy> blockingStrategies() {
    return Stream.of(new WorkWaitStrategy(), new BlockingWaitStrategy());
  }

  /** A producer that waits for room has moved the ring's cursor, where the others wait, already. */
  @ParameterizedTest
  @MethodSource("blockingStrategies")
  void shouldUseLittleTimeWhileAProducerWaitsForRoom(WaitStrategy strategy)
      throws InterruptedException {
    RingBuffer<Cell> small = RingBuffer.createMultiProducer(Cell::new, 2, strategy);
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch release = new CountDownLatch(1);
    WorkHandler<Cell> slowAtFirst =
        event -> {
          if (event.value == 0) {
            begun.countDown();
            Crew.await(release);
          }
        };
    WorkerPool<Cell> pool = new WorkerPool<>(small, Handlers.shared(4, slowAtFirst));
    pool.start(crew);
    Cell.publish(small, 0);
    Crew.await(begun);
    Crew producer = new Crew();
    producer.execute(() -> Cell.publishBatch(small, 1, 2));
    Crew.await(() -> small.getCursor() == 2);

    assertThat(CpuTime.millisOf(crew.threads(), 500)).isLessThan(100);

    release.countDown();
    producer.awaitEnd();
    end(pool);
  }

  /** Each wait of a worker that an interrupt could end, and each handler, sees a cleared flag. */
  @Test
  void shouldNotTakeAnInterruptForAHalt() throws InterruptedException {
    int events = 200;
    AtomicInteger interrupted = new AtomicInteger();
    AtomicInteger handled = new AtomicInteger();
    WorkHandler<Cell> handler =
        event -> {
          if (Thread.currentThread().isInterrupted()) {
            interrupted.incrementAndGet();
          }
          Thread.currentThread().interrupt();
          handled.incrementAndGet();
        };
    WorkerPool<Cell> pool = start(Handlers.shared(2, handler));
    for (int i = 0; i < events; i++) {
      Cell.publish(ring, i);
    }
    Crew.await(() -> handled.get() == events);
    assertThat(interrupted).hasValue(0);
    crew.awaitParked();
    crew.threads().forEach(Thread::interrupt);
    crew.awaitParked();

    assertThat(CpuTime.millisOf(crew.threads(), 200)).isLessThan(10);
    assertThat(pool.isRunning()).isTrue();
    Cell.publish(ring, events);
    Crew.await(() -> handled.get() == events + 1);

    end(pool);
  }

  @Test
  void shouldFindTheStrategyOfARing() {
    WorkWaitStrategy strategy = new WorkWaitStrategy();
    assertThat(
            List.of(
                RingBuffer.createMultiProducer(Cell::new, 2, strategy),
                RingBuffer.createSingleProducer(Cell::new, 2, strategy)))
        .allSatisfy(itsRing -> assertThat(StrategyFinder.ask(itsRing).ours()).isSameAs(strategy));
    assertThat(blockingStrategies().skip(1))
        .allSatisfy(
            other ->
                assertThat(
                        StrategyFinder.ask(RingBuffer.createMultiProducer(Cell::new, 2, other))
                            .ours())
                    .isNull());
  }

  /** A pool is made, and started again, while producers publish: nobody waits for what they do. */
  @Test
  void shouldFindTheStrategyWhileProducersPublish() throws InterruptedException {
    WorkWaitStrategy strategy = new WorkWaitStrategy();
    for (WaitStrategy each : List.of(strategy, new BlockingWaitStrategy())) {
      RingBuffer<Cell> its = RingBuffer.createMultiProducer(Cell::new, 2, each);
      AtomicBoolean over = new AtomicBoolean();
      Thread producer =
          new Thread(
              () -> {
                while (!over.get()) {
                  Cell.publish(its, 0);
                }
              });
      producer.start();
      for (int i = 0; i < 20_000; i++) {
        assertThat(StrategyFinder.ask(its).ours()).isSameAs(each == strategy ? strategy : null);
      }
      over.set(true);
      producer.join();
    }
  }
}
