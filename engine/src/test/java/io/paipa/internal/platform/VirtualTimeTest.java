package io.paipa.internal.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A clock that stands still until it is moved. */
@Timeout(30)
class VirtualTimeTest {
  private final VirtualTime time = new VirtualTime();

  private static CompletableFuture<Boolean> future(List<String> order, String name) {
    CompletableFuture<Boolean> future = new CompletableFuture<>();
    var unused = future.thenRun(() -> order.add(name));
    return future;
  }

  private Thread parked(long nanos) {
    Thread thread =
        new Thread(
            () -> {
              long start = time.nanoTime();
              while (time.nanoTime() - start < nanos) {
                time.parkNanos(this, nanos);
              }
            });
    thread.start();
    while (time.waitOf(thread) == null) {
      Thread.onSpinWait();
    }
    return thread;
  }

  @Test
  void shouldCompleteWhatIsDueInTheOrderOfTheTimes() {
    List<String> order = new CopyOnWriteArrayList<>();
    time.completeAfter(future(order, "late"), 30);
    time.completeAfter(future(order, "early"), 10);
    time.completeAfter(future(order, "never"), Long.MAX_VALUE);

    assertThat(time.nextDue() - time.nanoTime()).isEqualTo(10);
    time.moveTo(time.nanoTime() + 29);
    assertThat(order).containsExactly("early");
    time.moveTo(time.nanoTime() + 1);
    assertThat(order).containsExactly("early", "late");
    assertThat(time.nextDue()).isEqualTo(Long.MAX_VALUE);
    assertThat(time.elapsedNanos()).isEqualTo(30);
  }

  @Test
  void shouldForgetWhatIsCompleteBefore() {
    CompletableFuture<Boolean> future = new CompletableFuture<>();
    time.completeAfter(future, 10);

    future.complete(false);

    assertThat(time.nextDue()).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void shouldLetAThreadGoOnWhenItsTimeHasCome() throws InterruptedException {
    Thread thread = parked(10);

    time.moveTo(time.nanoTime() + 9);
    assertThat(time.waitOf(thread)).isNotNull();
    time.moveTo(time.nanoTime() + 1);
    assertThat(time.waitOf(thread)).isNull(); // though it may not have begun to run
    thread.join();
  }

  @Test
  void shouldNotTakeAThreadForWaitingForWhichThereIsRoom() throws InterruptedException {
    AtomicBoolean full = new AtomicBoolean(true);
    Thread thread =
        new Thread(
            () -> {
              while (full.get()) {
                time.parkForRoom(this, 1, Long.MAX_VALUE, full::get);
              }
            });
    thread.start();
    while (time.waitOf(thread) == null) {
      Thread.onSpinWait();
    }

    full.set(false);

    assertThat(time.waitOf(thread)).isNull();
    thread.join();
  }

  @Test
  void shouldTellWaitsApart() throws InterruptedException {
    Thread first = parked(10);
    Thread second = parked(10);

    assertThat(time.waitOf(first)).isNotEqualTo(time.waitOf(second));
    time.moveTo(time.nanoTime() + 10);
    first.join();
    second.join();
  }

  @Test
  void shouldKnowThatWorkIsBeingDone() {
    CountDownLatch mayEnd = new CountDownLatch(1);

    assertThat(time.inBackground(() -> await(mayEnd))).isTrue();
    assertThat(time.isWorking()).isTrue();
    mayEnd.countDown();
    while (time.isWorking()) {
      Thread.onSpinWait();
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
