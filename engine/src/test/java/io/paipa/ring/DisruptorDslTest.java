package io.paipa.ring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.lmax.disruptor.BlockingWaitStrategy;
import com.lmax.disruptor.EventHandler;
import com.lmax.disruptor.ExceptionHandlers;
import com.lmax.disruptor.TimeoutException;
import com.lmax.disruptor.WaitStrategy;
import com.lmax.disruptor.dsl.Disruptor;
import com.lmax.disruptor.dsl.ProducerType;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A pool that is handed to a {@link Disruptor} is one of its consumers. */
class DisruptorDslTest {
  private static final int EVENTS = 500;

  private final List<Thread> threads = new ArrayList<>();
  private final CountDownLatch mayBegin = new CountDownLatch(1);
  private final Tally tally = new Tally(EVENTS);

  static Stream<WaitStrategy> strategies() {
    return Stream.of(new WorkWaitStrategy(), new BlockingWaitStrategy());
  }

  private Disruptor<Cell> disruptor(WaitStrategy strategy) {
    ThreadFactory late =
        task -> {
          Thread thread =
              new Thread(
                  () -> {
                    try {
                      Crew.await(mayBegin);
                    } catch (InterruptedException e) {
                      throw new AssertionError(e);
                    }
                    task.run();
                  });
          thread.setDaemon(true);
          threads.add(thread);
          return thread;
        };
    return new Disruptor<>(Cell::new, 1_024, late, ProducerType.MULTI, strategy);
  }

  private static void publishAll(Disruptor<Cell> disruptor) {
    for (int i = 0; i < EVENTS; i++) {
      Cell.publish(disruptor.getRingBuffer(), i);
    }
  }

  private void awaitEnd() throws InterruptedException {
    for (Thread thread : threads) {
      thread.join(TimeUnit.SECONDS.toMillis(20));
      assertThat(thread.isAlive()).isFalse();
    }
  }

  /** It asks for the sequences of those alone who say that they run. */
  @ParameterizedTest
  @MethodSource("strategies")
  void shouldBeWaitedForByAShutdownBeforeItsThreadsHaveBegun(WaitStrategy strategy)
      throws Exception {
    Disruptor<Cell> disruptor = disruptor(strategy);
    WorkerPool<Cell> pool = new WorkerPool<>(disruptor.getRingBuffer(), Handlers.shared(3, tally));
    pool.addTo(disruptor);
    disruptor.start();
    assertThat(threads).hasSize(3);
    publishAll(disruptor);

    assertThatThrownBy(() -> disruptor.shutdown(1, TimeUnit.MILLISECONDS))
        .isInstanceOf(TimeoutException.class);
    mayBegin.countDown();
    disruptor.shutdown(20, TimeUnit.SECONDS);

    awaitEnd();
    tally.assertEachOnce(0, EVENTS);
    assertThat(pool.isRunning()).isFalse();
  }

  /** Without {@link WorkerPool#addTo}, by an executor that collects the workers. */
  @Test
  void shouldBeWaitedForWhoeverHandsItsWorkersOver() throws Exception {
    Disruptor<Cell> disruptor = disruptor(new WorkWaitStrategy());
    WorkerPool<Cell> pool = new WorkerPool<>(disruptor.getRingBuffer(), Handlers.shared(3, tally));
    List<WorkProcessor<?>> workers = new ArrayList<>();
    pool.start(task -> workers.add((WorkProcessor<?>) task));
    disruptor.handleEventsWith(workers.toArray(WorkProcessor[]::new));
    disruptor.start();
    publishAll(disruptor);

    assertThatThrownBy(() -> disruptor.shutdown(1, TimeUnit.MILLISECONDS))
        .isInstanceOf(TimeoutException.class);
    mayBegin.countDown();
    disruptor.shutdown(20, TimeUnit.SECONDS);

    awaitEnd();
    tally.assertEachOnce(0, EVENTS);
  }

  @ParameterizedTest
  @MethodSource("strategies")
  void shouldTakeItsPlaceInAChain(WaitStrategy strategy) throws Exception {
    Disruptor<Cell> disruptor = disruptor(strategy);
    mayBegin.countDown();
    Tally second = new Tally(EVENTS);
    AtomicInteger seen = new AtomicInteger();
    AtomicInteger tooEarly = new AtomicInteger();
    WorkHandler<Cell> after =
        event -> {
          if (tally.times(event.value) != 1) {
            tooEarly.incrementAndGet();
          }
          second.onEvent(event);
        };
    EventHandler<Cell> last =
        (event, sequence, endOfBatch) -> {
          if (second.times(event.value) != 1) {
            tooEarly.incrementAndGet();
          }
          seen.incrementAndGet();
        };
    new WorkerPool<>(
            disruptor.getRingBuffer(),
            new WorkerPool<>(disruptor.getRingBuffer(), Handlers.shared(3, tally))
                .addTo(disruptor)
                .asSequenceBarrier(),
            ExceptionHandlers.defaultHandler(),
            Handlers.shared(2, after))
        .addTo(disruptor)
        .then(last);
    disruptor.start();

    publishAll(disruptor);

    Crew.await(() -> seen.get() > 0); // its thread has begun: so it is waited for
    disruptor.shutdown(20, TimeUnit.SECONDS);
    awaitEnd();
    tally.assertEachOnce(0, EVENTS);
    second.assertEachOnce(0, EVENTS);
    assertThat(seen).hasValue(EVENTS);
    assertThat(tooEarly).hasValue(0);
  }

  @Test
  void shouldBeHaltedByItAndGoOnByItself() throws InterruptedException {
    Disruptor<Cell> disruptor = disruptor(new WorkWaitStrategy());
    WorkerPool<Cell> pool = new WorkerPool<>(disruptor.getRingBuffer(), Handlers.shared(3, tally));
    pool.addTo(disruptor);
    disruptor.start();
    publishAll(disruptor);
    assertThat(pool.isRunning()).isTrue();

    disruptor.halt();

    assertThat(pool.isRunning()).isFalse();
    mayBegin.countDown();
    awaitEnd();
    assertThat(tally.times(0)).isZero();
    Crew crew = new Crew();
    pool.start(crew);
    assertThat(pool.drainAndHalt()).isTrue();
    tally.assertEachOnce(0, EVENTS);
    crew.awaitEnd();
  }

  /** A pool that is not handed over is its user's. */
  @Test
  void shouldNotBeTouchedUnlessItWasHandedOver() throws Exception {
    Disruptor<Cell> disruptor = disruptor(new WorkWaitStrategy());
    WorkerPool<Cell> pool = new WorkerPool<>(disruptor.getRingBuffer(), Handlers.shared(3, tally));
    disruptor.start();
    publishAll(disruptor);

    disruptor.shutdown(20, TimeUnit.SECONDS);

    assertThat(threads).isEmpty();
    Crew crew = new Crew();
    pool.start(crew);
    assertThat(pool.drainAndHalt()).isTrue();
    tally.assertEachOnce(0, EVENTS);
    crew.awaitEnd();
  }

  /** That it compiles is the point: it overrides nothing that it does not need. */
  private static final class Both implements EventHandler<Cell>, WorkHandler<Cell> {
    private final AtomicInteger asOne = new AtomicInteger();
    private final AtomicInteger asWorker = new AtomicInteger();

    @Override
    public void onEvent(Cell event, long sequence, boolean endOfBatch) {
      asOne.incrementAndGet();
    }

    @Override
    public void onEvent(Cell event) {
      asWorker.incrementAndGet();
    }
  }

  @Test
  void shouldShareItsHandlersClassWithTheOtherConsumers() throws Exception {
    Disruptor<Cell> disruptor = disruptor(new WorkWaitStrategy());
    mayBegin.countDown();
    Both both = new Both();
    disruptor.handleEventsWith(both);
    new WorkerPool<>(disruptor.getRingBuffer(), both, both).addTo(disruptor);
    disruptor.start();

    publishAll(disruptor);

    Crew.await(() -> both.asOne.get() > 0); // its thread has begun: so it is waited for
    disruptor.shutdown(20, TimeUnit.SECONDS);
    awaitEnd();
    assertThat(both.asOne).hasValue(EVENTS);
    assertThat(both.asWorker).hasValue(EVENTS);
  }

  @Test
  void shouldBeScannedOnceByProducers() {
    Disruptor<Cell> disruptor = disruptor(new WorkWaitStrategy());
    WorkerPool<Cell> pool = new WorkerPool<>(disruptor.getRingBuffer(), Handlers.shared(3, tally));
    String before = disruptor.getRingBuffer().toString();

    pool.addTo(disruptor);

    assertThat(disruptor.getRingBuffer()).as("with its gates").hasToString(before);
    pool.halt();
  }

  @Test
  void shouldBeRefusedWhereItWouldNeverRun() {
    Disruptor<Cell> disruptor = disruptor(new WorkWaitStrategy());
    WorkerPool<Cell> pool = new WorkerPool<>(disruptor.getRingBuffer(), Handlers.shared(3, tally));
    assertThatThrownBy(() -> pool.addTo(disruptor(new WorkWaitStrategy())))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("disruptor: its ring is not the one of the pool");
    disruptor.start();
    assertThatThrownBy(() -> pool.addTo(disruptor))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("add the pool before");
    assertThat(pool.isRunning()).isFalse();
  }
}
