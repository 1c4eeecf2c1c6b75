package io.paipa.ring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.lmax.disruptor.RingBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** A pool starts in the threads that its user gives, and calls the hooks of its handlers there. */
class WorkerPoolLifecycleTest {
  private final RingBuffer<Cell> ring =
      RingBuffer.createMultiProducer(Cell::new, 8, new WorkWaitStrategy());
  private final Crew crew = new Crew();

  @Test
  void shouldRefuseWhatMakesNoSense() {
    assertThatThrownBy(() -> new WorkerPool<>(ring))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("workHandlers: a pool needs at least one");
    assertThat(ring.hasAvailableCapacity(8)).isTrue();
    WorkerPool<Cell> pool = new WorkerPool<>(ring, event -> {});
    pool.start(crew);
    assertThatThrownBy(() -> pool.start(crew))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("its workers have not ended yet");
    pool.halt();
  }

  /** It would be for ever: nobody has the pool that could move on. */
  @Test
  void shouldLeaveTheRingAloneIfAHandlerThrowsWhileItIsMade() throws InterruptedException {
    WorkHandler<Cell> throwing =
        new WorkHandler<>() {
          @Override
          public void setEventReleaser(EventReleaser releaser) {
            throw new IllegalStateException("no releaser");
          }

          @Override
          public void onEvent(Cell event) {}
        };
    assertThatThrownBy(() -> new WorkerPool<>(ring, event -> {}, throwing))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("no releaser");
    for (int i = 0; i < 3 * ring.getBufferSize(); i++) {
      assertThat(ring.tryPublishEvent((cell, sequence) -> cell.value = sequence)).isTrue();
    }
    Tally tally = new Tally(100);
    WorkerPool<Cell> pool = new WorkerPool<>(ring, tally);
    pool.start(crew);
    Cell.publish(ring, 99);
    assertThat(pool.drainAndHalt()).isTrue();
    tally.assertEachOnce(99, 100);
    crew.awaitEnd();
  }

  @Test
  void shouldNeverRunWhatWasHaltedBeforeItRan() throws InterruptedException {
    List<Runnable> late = new ArrayList<>();
    Hooked hooked = new Hooked();
    WorkerPool<Cell> pool = new WorkerPool<>(ring, Handlers.shared(3, hooked));
    pool.halt(); // before the start: nothing to halt
    pool.start(late::add);
    assertThat(pool.isRunning()).isTrue();

    pool.halt();
    pool.halt();

    assertThat(pool.isRunning()).isFalse();
    assertThat(pool.drainAndHalt()).isTrue();
    late.forEach(crew::execute);
    crew.awaitEnd();
    assertThat(hooked.calls).isEmpty();

    pool.start(crew);
    late.forEach(crew::execute); // the tasks of the earlier start mean nothing to this one
    Cell.publish(ring, 1);
    assertThat(pool.drainAndHalt()).isTrue();
    crew.awaitEnd();
    assertThat(hooked.calls).filteredOn("event"::equals).hasSize(1);
  }

  @Test
  void shouldCallTheHooksOfEachWorkerOnceInItsThread() throws InterruptedException {
    List<Hooked> hooked = List.of(new Hooked(), new Hooked(), new Hooked());
    WorkerPool<Cell> pool = new WorkerPool<>(ring, hooked.get(0), hooked.get(1), hooked.get(2));
    pool.start(crew);
    crew.awaitParked(); // a worker that is halted before it ran calls no hook
    for (int i = 0; i < 50; i++) {
      Cell.publish(ring, i);
    }

    assertThat(pool.drainAndHalt()).isTrue();

    assertThat(hooked)
        .allSatisfy(
            handler -> {
              assertThat(handler.calls).startsWith("start").endsWith("shutdown");
              assertThat(handler.calls).filteredOn("start"::equals).hasSize(1);
              assertThat(handler.calls).filteredOn("shutdown"::equals).hasSize(1);
              assertThat(handler.threads).containsOnly(handler.threads.get(0));
            });
    assertThat(hooked.stream().mapToInt(handler -> handler.calls.size() - 2).sum()).isEqualTo(50);
    crew.awaitEnd();
  }

  @Test
  void shouldHaltTheStartedWorkersIfOneCanNotBeStarted() throws InterruptedException {
    AtomicInteger started = new AtomicInteger();
    Hooked hooked = new Hooked();
    WorkerPool<Cell> pool = new WorkerPool<>(ring, Handlers.shared(4, hooked));

    assertThatThrownBy(
            () ->
                pool.start(
                    task -> {
                      if (started.getAndIncrement() == 2) {
                        throw new RejectedExecutionException("no thread");
                      }
                      crew.execute(task);
                    }))
        .isInstanceOf(RejectedExecutionException.class);

    crew.awaitEnd();
    assertThat(pool.isRunning()).isFalse();
    pool.start(crew);
    Cell.publish(ring, 0);
    assertThat(pool.drainAndHalt()).isTrue();
    crew.awaitEnd();
  }

  @Test
  void shouldDoWithFewerThreadsThanWorkers() throws InterruptedException {
    ExecutorService one = Executors.newFixedThreadPool(1);
    Tally tally = new Tally(100);
    WorkerPool<Cell> pool = new WorkerPool<>(ring, Handlers.shared(3, tally));
    pool.start(one);
    for (int i = 0; i < 100; i++) {
      Cell.publish(ring, i);
    }

    assertThat(pool.drainAndHalt()).isTrue();

    tally.assertEachOnce(0, 100);
    assertThat(pool.isRunning()).isFalse();
    one.shutdown();
    assertThat(one.awaitTermination(20, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void shouldNotTakeAShutdownOfItsExecutorForAHalt() throws InterruptedException {
    ExecutorService executor = Executors.newFixedThreadPool(2);
    Tally tally = new Tally(1);
    WorkerPool<Cell> pool = new WorkerPool<>(ring, Handlers.shared(2, tally));
    pool.start(executor);

    assertThat(executor.shutdownNow()).isEmpty();
    Cell.publish(ring, 0);

    assertThat(pool.drainAndHalt()).isTrue();
    tally.assertEachOnce(0, 1);
    assertThat(executor.awaitTermination(20, TimeUnit.SECONDS)).isTrue();
  }

  /** Writes down what it is told. */
  private static final class Hooked implements WorkHandler<Cell>, LifecycleAware {
    private final List<String> calls = new CopyOnWriteArrayList<>();
    private final List<Thread> threads = new CopyOnWriteArrayList<>();

    @Override
    public void onStart() {
      called("start");
    }

    @Override
    public void onEvent(Cell event) {
      called("event");
    }

    @Override
    public void onShutdown() {
      called("shutdown");
    }

    private void called(String hook) {
      calls.add(hook);
      threads.add(Thread.currentThread());
    }
  }
}
