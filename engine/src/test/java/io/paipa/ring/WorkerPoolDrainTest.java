package io.paipa.ring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.lmax.disruptor.RingBuffer;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** {@code drainAndHalt()} does everything that was published before the call, and returns. */
class WorkerPoolDrainTest {
  private static final Duration FOR_EVER = ChronoUnit.FOREVER.getDuration();

  private final RingBuffer<Cell> ring =
      RingBuffer.createMultiProducer(Cell::new, 8, new WorkWaitStrategy());
  private final Crew crew = new Crew();
  private final Crew callers = new Crew();

  @Test
  void shouldDrainWhileProducersGoOn() throws InterruptedException {
    for (int round = 0; round < 50; round++) {
      RingBuffer<Cell> its = RingBuffer.createMultiProducer(Cell::new, 8, new WorkWaitStrategy());
      Tally tally = new Tally(1_000_000);
      WorkerPool<Cell> pool = new WorkerPool<>(its, Handlers.shared(3, tally));
      Crew ofRound = new Crew();
      AtomicInteger published = new AtomicInteger();
      AtomicBoolean ended = new AtomicBoolean();
      pool.start(ofRound);
      callers.execute(
          () -> {
            while (!ended.get()) {
              if (its.tryPublishEvent((cell, at, value) -> cell.value = value, published.get())) {
                published.incrementAndGet();
              }
            }
          });
      int enough = round;
      Crew.await(() -> published.get() >= enough);
      int before = published.get();

      assertThat(pool.drainAndHalt()).isTrue();

      ended.set(true);
      tally.assertEachOnce(0, before);
      ofRound.awaitEnd();
    }
    callers.awaitEnd();
  }

  @Test
  void shouldWaitForHandlersAndHooks() throws InterruptedException {
    CountDownLatch started = new CountDownLatch(2); // who has not has no hook to be called
    CountDownLatch release = new CountDownLatch(1);
    AtomicInteger done = new AtomicInteger();
    WorkHandler<Cell> slow =
        new Handlers.Aware() {
          private EventReleaser releaser = () -> {};

          @Override
          public void setEventReleaser(EventReleaser releaser) {
            this.releaser = releaser;
          }

          @Override
          public void onStart() {
            started.countDown();
          }

          @Override
          public void onEvent(Cell event) throws InterruptedException {
            releaser.release();
            Crew.await(release);
            done.incrementAndGet();
          }

          @Override
          public void onShutdown() {
            done.incrementAndGet();
          }
        };
    WorkerPool<Cell> pool = new WorkerPool<>(ring, Handlers.shared(2, slow));
    pool.start(crew);
    Cell.publish(ring, 0);
    Crew.await(started);
    Crew.await(() -> ring.remainingCapacity() == 8); // released: the ring alone looks drained
    CountDownLatch drained = new CountDownLatch(1);
    callers.execute(
        () -> {
          try {
            if (pool.drainAndHalt() && done.get() == 3) {
              drained.countDown();
            }
          } catch (InterruptedException e) {
            throw new AssertionError(e);
          }
        });
    Crew.await(() -> callers.threads().get(0).getState() == Thread.State.WAITING);
    assertThat(drained.getCount()).isEqualTo(1);

    release.countDown();

    Crew.await(drained);
    callers.awaitEnd();
    crew.awaitEnd();
  }

  /** The slot is claimed by a producer that has failed, or waits for room. */
  @Test
  void shouldNotWaitForWhatIsNotPublished() throws InterruptedException {
    Tally tally = new Tally(4);
    WorkerPool<Cell> pool = new WorkerPool<>(ring, Handlers.shared(2, tally));
    pool.start(crew);
    Cell.publishBatch(ring, 0, 3);
    long never = ring.next();

    assertThat(pool.drainAndHalt()).isTrue();

    assertThat(ring.getCursor()).isEqualTo(never);
    tally.assertEachOnce(0, 3);
    crew.awaitEnd();
  }

  @Test
  void shouldBeEndedByAHaltAndSaySo() throws InterruptedException {
    Tally tally = new Tally(4);
    WorkerPool<Cell> pool = new WorkerPool<>(ring, Handlers.shared(2, tally));
    pool.start(crew);
    ring.next(); // not published, so that what comes behind can't be handled
    Cell.publish(ring, 3);
    AtomicInteger drained = new AtomicInteger();
    callers.execute(
        () -> {
          try {
            drained.set(pool.drainAndHalt() ? 1 : -1);
          } catch (InterruptedException e) {
            throw new AssertionError(e);
          }
        });
    Crew.await(() -> callers.threads().get(0).getState() == Thread.State.WAITING);

    pool.halt();

    callers.awaitEnd();
    assertThat(drained).hasValue(-1);
    assertThat(tally.times(3)).isZero();
    crew.awaitEnd();
  }

  @Test
  void shouldDrainNonethelessWhenItsCallerIsInterrupted() throws InterruptedException {
    CountDownLatch release = new CountDownLatch(1);
    AtomicInteger handled = new AtomicInteger();
    WorkHandler<Cell> slow =
        event -> {
          Crew.await(release);
          handled.incrementAndGet();
        };
    WorkerPool<Cell> pool = new WorkerPool<>(ring, Handlers.shared(2, slow));
    pool.start(crew);
    Cell.publishBatch(ring, 0, 8);

    Thread.currentThread().interrupt();
    assertThatThrownBy(pool::drainAndHalt).isInstanceOf(InterruptedException.class);

    assertThat(pool.isRunning()).isTrue();
    release.countDown();
    crew.awaitEnd();
    assertThat(handled).hasValue(8);
    assertThat(pool.isRunning()).isFalse();
    assertThat(pool.drainAndHalt()).isTrue();
  }

  @Test
  void shouldDrainWithinATimeLimit() throws InterruptedException {
    Tally tally = new Tally(1_000);
    WorkerPool<Cell> pool = new WorkerPool<>(ring, Handlers.shared(3, tally));
    pool.start(crew);
    for (int i = 0; i < 1_000; i++) {
      Cell.publish(ring, i);
    }

    assertThat(pool.drainAndHalt(FOR_EVER)).isTrue();

    tally.assertEachOnce(0, 1_000);
    assertThat(pool.isRunning()).isFalse();
    assertThat(pool.drainAndHalt(Duration.ZERO)).as("once more").isTrue();
    crew.awaitEnd();
  }

  @Test
  void shouldHaltWhenTheTimeIsUpAndLoseNothing() throws InterruptedException {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch release = new CountDownLatch(1);
    Tally tally = new Tally(8);
    WorkHandler<Cell> slow =
        event -> {
          begun.countDown();
          Crew.await(release);
          tally.onEvent(event);
        };
    WorkerPool<Cell> pool = new WorkerPool<>(ring, slow);
    pool.start(crew);
    Cell.publishBatch(ring, 0, 8);
    Crew.await(begun);

    assertThat(pool.drainAndHalt(Duration.ofMillis(1))).isFalse();

    assertThat(pool.isRunning()).as("while its worker is in the handler").isTrue();
    release.countDown();
    crew.awaitEnd();
    assertThat(pool.isRunning()).isFalse();
    tally.assertEachOnce(0, 1);
    assertThat(tally.times(1)).isZero();
    pool.start(crew);
    assertThat(pool.drainAndHalt(FOR_EVER)).isTrue();
    tally.assertEachOnce(0, 8);
    crew.awaitEnd();
  }

  /** The slot is claimed by a producer that has failed, so that nothing behind it is handled. */
  @Test
  void shouldNotWaitForEverForWhatNeverComes() throws InterruptedException {
    WorkerPool<Cell> pool = new WorkerPool<>(ring, Handlers.shared(2, new Tally(4)));
    pool.start(crew);
    ring.next();
    Cell.publish(ring, 3);

    assertThat(pool.drainAndHalt(Duration.ofSeconds(-1))).isFalse();

    crew.awaitEnd();
    assertThat(pool.isRunning()).isFalse();
  }

  @Test
  void shouldBeRefusedWhereItCouldNotReturn() throws InterruptedException {
    List<WorkerPool<Cell>> itself = new ArrayList<>();
    List<Throwable> thrown = Collections.synchronizedList(new ArrayList<>());
    WorkerPool<Cell> pool =
        new WorkerPool<>(
            ring,
            event -> {
              try {
                itself.get(0).drainAndHalt();
              } catch (IllegalStateException e) {
                thrown.add(e);
              }
            });
    itself.add(pool);
    assertThatThrownBy(pool::drainAndHalt)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("the pool was not started: nothing would drain it");
    assertThatThrownBy(() -> pool.drainAndHalt(Duration.ZERO))
        .isInstanceOf(IllegalStateException.class);
    pool.start(crew);
    Cell.publish(ring, 0);

    assertThat(pool.drainAndHalt()).isTrue();

    assertThat(thrown)
        .singleElement()
        .satisfies(e -> assertThat(e).hasMessageContaining("use halt()"));
    crew.awaitEnd();
  }
}
