package io.paipa.ring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.lmax.disruptor.RingBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** A slow event holds its slot and its worker, and not even its slot once it is released. */
class SlowHandlerTest {
  private static final int SLOW = 0;
  private static final int SLOTS = 8;

  private final RingBuffer<Cell> ring =
      RingBuffer.createMultiProducer(Cell::new, SLOTS, new WorkWaitStrategy());
  private final Crew crew = new Crew();
  private final CountDownLatch begun = new CountDownLatch(1);
  private final CountDownLatch goOn = new CountDownLatch(1);
  private final Tally tally = new Tally(1_000);

  /** Is slow with one event; may release all of them. */
  private final class Slow implements WorkHandler<Cell> {
    private final boolean releasing;
    private EventReleaser releaser = () -> {};

    Slow(boolean releasing) {
      this.releasing = releasing;
    }

    @Override
    public void setEventReleaser(EventReleaser releaser) {
      this.releaser = releaser;
    }

    @Override
    public void onEvent(Cell event) throws InterruptedException {
      boolean slow = event.value == SLOW;
      tally.onEvent(event);
      if (releasing) {
        releaser.release();
        releaser.release(); // a second time: no effect
      }
      if (slow) {
        begun.countDown();
        Crew.await(goOn);
      }
    }
  }

  private WorkerPool<Cell> start(int workers, boolean releasing) {
    WorkerPool<Cell> pool = new WorkerPool<>(ring, Handlers.shared(workers, new Slow(releasing)));
    pool.start(crew);
    return pool;
  }

  private void end(WorkerPool<Cell> pool) throws InterruptedException {
    goOn.countDown();
    assertThat(pool.drainAndHalt()).isTrue();
    crew.awaitEnd();
    assertThat(crew.uncaught()).isEmpty();
  }

  @Test
  void shouldKeepNoOtherEventFromBeingHandled() throws InterruptedException {
    WorkerPool<Cell> pool = start(2, false);

    Cell.publishBatch(ring, SLOW, SLOTS);

    Crew.await(begun);
    Crew.await(() -> tally.times(SLOTS - 1) == 1);
    tally.assertEachOnce(0, SLOTS);
    end(pool);
  }

  @Test
  void shouldHoldItsSlotAndNoMore() throws InterruptedException {
    WorkerPool<Cell> pool = start(3, false);
    Cell.publish(ring, SLOW);
    Crew.await(begun);
    for (int i = 1; i < SLOTS; i++) {
      Cell.publish(ring, i); // there is room for as many as there are other slots
    }
    Crew.await(() -> tally.times(SLOTS - 1) == 1);

    assertThat(ring.tryPublishEvent((cell, at) -> cell.value = SLOTS)).isFalse();
    assertThat(ring.remainingCapacity()).isZero();

    goOn.countDown();
    Cell.publish(ring, SLOTS);
    end(pool);
    tally.assertEachOnce(0, SLOTS + 1);
  }

  @Test
  void shouldHoldNothingWhenReleased() throws InterruptedException {
    WorkerPool<Cell> pool = start(3, true);
    Cell.publish(ring, SLOW);
    Crew.await(begun);

    for (int i = 1; i < 1_000; i++) {
      Cell.publish(ring, i);
    }

    Crew.await(() -> tally.times(999) == 1);
    assertThat(goOn.getCount()).isEqualTo(1);
    end(pool);
    tally.assertEachOnce(0, 1_000);
  }

  @Test
  void shouldBeReleasedByItsOwnWorkerAlone() throws InterruptedException {
    AtomicReference<EventReleaser> releaser = new AtomicReference<>();
    List<String> messages = Collections.synchronizedList(new ArrayList<>());
    WorkHandler<Cell> handler =
        new Handlers.Aware() {
          @Override
          public void setEventReleaser(EventReleaser given) {
            releaser.set(given);
          }

          @Override
          public void onEvent(Cell event) {}

          @Override
          public void onShutdown() {
            try {
              releaser.get().release();
            } catch (IllegalStateException e) {
              messages.add(e.getMessage());
            }
          }
        };
    WorkerPool<Cell> pool = new WorkerPool<>(ring, handler);
    assertThatThrownBy(() -> releaser.get().release())
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("release() is for the pool's workers, inside onEvent()");
    pool.start(crew);

    Cell.publish(ring, 0);

    end(pool);
    assertThat(messages).containsExactly("no event is in hand: release() is for inside onEvent()");
  }
}
