package io.paipa.ring;

import static org.assertj.core.api.Assertions.assertThat;

import com.lmax.disruptor.ExceptionHandler;
import com.lmax.disruptor.ExceptionHandlers;
import com.lmax.disruptor.RingBuffer;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What is thrown goes to the exception handler; what that throws ends the pool. */
class WorkerPoolExceptionsTest {
  private static final int BAD = 3;

  private final RingBuffer<Cell> ring =
      RingBuffer.createMultiProducer(Cell::new, 8, new WorkWaitStrategy());
  private final Crew crew = new Crew();
  private final Noting noting = new Noting();

  private void publish(int from, int to) {
    for (int i = from; i < to; i++) {
      Cell.publish(ring, i);
    }
  }

  @Test
  void shouldGoOnAfterWhatTheExceptionHandlerBears() throws InterruptedException {
    AtomicInteger handled = new AtomicInteger();
    WorkHandler<Cell> handler =
        event -> {
          handled.incrementAndGet();
          if (event.value == BAD) {
            throw new Exception("bad");
          }
          if (event.value == BAD + 1) {
            throw new AssertionError("worse");
          }
        };
    WorkerPool<Cell> pool = new WorkerPool<>(ring, noting, Handlers.shared(2, handler));
    pool.start(crew);

    publish(0, 100);

    assertThat(pool.drainAndHalt()).isTrue();
    assertThat(handled).hasValue(100);
    assertThat(noting.notes).containsExactlyInAnyOrder("bad at 3 with 3", "worse at 4 with 4");
    crew.awaitEnd();
    assertThat(crew.uncaught()).isEmpty();
  }

  @Test
  void shouldHaltWhenTheExceptionHandlerThrows() throws InterruptedException {
    noting.throwing = true;
    AtomicInteger shutDown = new AtomicInteger();
    Tally tally = new Tally(20);
    WorkHandler<Cell> handler =
        new Handlers.Aware() {
          @Override
          public void onEvent(Cell event) throws Exception {
            tally.onEvent(event);
            if (event.value == BAD) {
              throw new Exception("bad");
            }
          }

          @Override
          public void onShutdown() {
            shutDown.incrementAndGet();
          }
        };
    WorkerPool<Cell> pool = new WorkerPool<>(ring, noting, Handlers.shared(4, handler));
    pool.start(crew);
    crew.awaitParked();

    Cell.publish(ring, BAD);

    crew.awaitEnd();
    assertThat(pool.isRunning()).isFalse();
    assertThat(shutDown).hasValue(4);
    assertThat(crew.uncaught())
        .singleElement()
        .satisfies(e -> assertThat(e).hasMessage("thrown for bad"));
    assertThat(ring.remainingCapacity()).as("no slot is held by the dead").isEqualTo(8);
    publish(4, 12);
    assertThat(pool.drainAndHalt()).as("drained").isFalse();

    pool.start(crew);
    assertThat(pool.drainAndHalt()).isTrue();
    tally.assertEachOnce(3, 12);
    crew.awaitEnd();
  }

  @Test
  void shouldHaltOthersAfterTheEventsTheyHandle() throws InterruptedException {
    noting.throwing = true;
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch release = new CountDownLatch(1);
    AtomicInteger done = new AtomicInteger();
    WorkHandler<Cell> handler =
        event -> {
          if (event.value == BAD) {
            Crew.await(begun);
            throw new Exception("bad");
          }
          begun.countDown();
          Crew.await(release);
          done.incrementAndGet();
        };
    WorkerPool<Cell> pool = new WorkerPool<>(ring, noting, Handlers.shared(2, handler));
    pool.start(crew);
    publish(BAD - 1, BAD + 3);
    Crew.await(() -> crew.uncaught().size() == 1);

    release.countDown();

    crew.awaitEnd();
    assertThat(done).hasValue(1);
    assertThat(ring.remainingCapacity()).isEqualTo(8 - 2);
  }

  @Test
  void shouldTellOfHooksThatThrow() throws InterruptedException {
    WorkerPool<Cell> pool = new WorkerPool<>(ring, noting, new BadHooks());
    pool.start(crew);

    publish(0, 2);

    assertThat(pool.drainAndHalt()).isTrue();
    assertThat(noting.notes).containsExactly("no start", "no shutdown");
    crew.awaitEnd();
    assertThat(crew.uncaught()).isEmpty();
  }

  @Test
  void shouldEndWhenAllThrow() throws InterruptedException {
    noting.throwing = true;
    WorkerPool<Cell> pool =
        new WorkerPool<>(ring, noting, new BadHooks(), new BadHooks(), new BadHooks());
    Cell.publish(ring, 0);

    pool.start(crew);

    crew.awaitEnd();
    assertThat(pool.isRunning()).isFalse();
    assertThat(pool.drainAndHalt()).isFalse();
    assertThat(crew.uncaught())
        .isNotEmpty()
        .allSatisfy(
            e -> {
              assertThat(e).hasMessage("thrown for no start");
              assertThat(e.getSuppressed())
                  .singleElement()
                  .satisfies(other -> assertThat(other).hasMessage("thrown for no shutdown"));
            });
  }

  @Test
  void shouldShowNoEventThatWasReleased() throws InterruptedException {
    WorkHandler<Cell> handler =
        new WorkHandler<>() {
          private EventReleaser releaser = () -> {};

          @Override
          public void setEventReleaser(EventReleaser releaser) {
            this.releaser = releaser;
          }

          @Override
          public void onEvent(Cell event) throws Exception {
            releaser.release();
            throw new Exception("bad");
          }
        };
    WorkerPool<Cell> pool = new WorkerPool<>(ring, noting, handler);
    pool.start(crew);

    Cell.publish(ring, 0);

    assertThat(pool.drainAndHalt()).isTrue();
    assertThat(noting.notes).containsExactly("bad at 0 with nothing");
    crew.awaitEnd();
  }

  /** The Disruptor's own: it logs, and throws. */
  @Test
  void shouldTakeExceptionsAsFatalByDefault() {
    assertThat(new WorkerPool<>(ring, event -> {}).exceptionHandler())
        .isSameAs(ExceptionHandlers.defaultHandler());
  }

  private static final class BadHooks implements WorkHandler<Cell>, LifecycleAware {
    @Override
    public void onStart() {
      throw new IllegalStateException("no start");
    }

    @Override
    public void onEvent(Cell event) {}

    @Override
    public void onShutdown() {
      throw new IllegalStateException("no shutdown");
    }
  }

  /** Writes down what it gets, and may throw in its turn. */
  private static final class Noting implements ExceptionHandler<Cell> {
    private final List<String> notes = new CopyOnWriteArrayList<>();
    private volatile boolean throwing;

    @Override
    @SuppressWarnings("NullAway") // the Disruptor does not say that the event may be null
    public void handleEventException(Throwable e, long sequence, Cell event) {
      String with = event == null ? "nothing" : Long.toString(event.value);
      note(e, " at " + sequence + " with " + with);
    }

    @Override
    public void handleOnStartException(Throwable e) {
      note(e, "");
    }

    @Override
    public void handleOnShutdownException(Throwable e) {
      note(e, "");
    }

    private void note(Throwable e, String where) {
      notes.add(e.getMessage() + where);
      if (throwing) {
        throw new IllegalStateException("thrown for " + e.getMessage());
      }
    }
  }
}
