package io.paipa.internal.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Items wait for another attempt: in what order they come. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class RetryQueueTest {
  private static final long ORIGIN = 1_000;

  private final RetryQueue queue = new RetryQueue(4, true, ORIGIN, 2);

  private void add(Object item, long due) {
    queue.add(Attempt.first(item, Attempt.NO_PLACE), ORIGIN + due);
  }

  private List<Object> takeDue(long now) {
    List<Object> items = new ArrayList<>();
    for (Attempt next = queue.takeDue(ORIGIN + now);
        next != null;
        next = queue.takeDue(ORIGIN + now)) {
      items.add(next.item());
    }
    return items;
  }

  @Test
  void shouldGiveItemsInTheOrderOfTheirDueTimes() {
    add("c", 30);
    add("a", 10);
    add("b", 20);
    assertThat(takeDue(100)).containsExactly("a", "b", "c");
    assertThat(queue.isEmpty()).isTrue();
  }

  @Test
  void shouldGiveItemsThatAreDueAtTheSameTimeInTheOrderInWhichTheyCame() {
    for (int i = 0; i < 20; i++) {
      add(i, 10);
    }
    assertThat(takeDue(10)).containsExactly(range(20));
  }

  private static Object[] range(int end) {
    Object[] numbers = new Object[end];
    for (int i = 0; i < end; i++) {
      numbers[i] = i;
    }
    return numbers;
  }

  @Test
  void shouldGiveNothingBeforeItsTime() {
    add("a", 10);
    assertThat(queue.isDue(ORIGIN + 9)).isFalse();
    assertThat(takeDue(9)).isEmpty();
    assertThat(queue.isEmpty()).isFalse();
    assertThat(queue.isDue(ORIGIN + 10)).isTrue();
    assertThat(takeDue(10)).containsExactly("a");
    assertThat(queue.isDue(ORIGIN + 10)).isFalse();
  }

  @Test
  void shouldGiveTheAttemptAsItWasAdded() {
    Attempt second = Attempt.first("a", 7).next();
    queue.add(second, ORIGIN);
    Attempt entry = Objects.requireNonNull(queue.takeDue(ORIGIN));
    assertThat(entry.item()).isEqualTo("a");
    assertThat(entry.place()).isEqualTo(7);
    assertThat(entry.number()).isEqualTo(2);
  }

  @Test
  void shouldCountTimeFromItsOriginWhereverThatIs() {
    RetryQueue late = new RetryQueue(1, true, Long.MAX_VALUE - 5, 1);
    late.add(Attempt.first("a", 0), Long.MIN_VALUE + 4); // ten after the origin
    assertThat(late.isDue(Long.MAX_VALUE)).isFalse();
    assertThat(late.isDue(Long.MIN_VALUE + 4)).isTrue();
  }

  @Test
  void shouldTakeWhatWasDueBeforeTheOriginForDueAtOnce() {
    add("a", -50);
    assertThat(takeDue(0)).containsExactly("a");
  }

  @Test
  void shouldReserveNoMoreRoomThanItHas() {
    assertThat(queue.reserve(3)).isEqualTo(3);
    assertThat(queue.hasRoom()).isTrue();
    assertThat(queue.reserve(3)).isEqualTo(1);
    assertThat(queue.hasRoom()).isFalse();
    assertThat(queue.reserve(1)).isZero();
    queue.takeBack(1); // it was not claimed
    queue.giveBack(1); // a worker has settled one
    assertThat(queue.reserve(3)).isEqualTo(2);
  }

  @Test
  void shouldHoldWhatGoesBeyondTheCapacityAgainstLaterReservations() {
    assertThat(queue.reserve(4)).isEqualTo(4);
    putBack("a");
    putBack("b");
    queue.giveBack(0);
    queue.giveBack(1);
    assertThat(queue.hasRoom()).isFalse();
    queue.giveBack(0);
    assertThat(queue.reserve(4)).isEqualTo(1);
  }

  @Test
  void shouldReserveNothingWhereOnlyWhatIsPutBackMayWait() {
    RetryQueue putBacks = new RetryQueue(2, false, ORIGIN, 2);
    assertThat(putBacks.reserve(7)).isEqualTo(7);
    putBacks.putBack(Attempt.first("a", Attempt.NO_PLACE), ORIGIN);
    assertThat(putBacks.reserve(7)).isEqualTo(7);
    putBacks.putBack(Attempt.first("b", Attempt.NO_PLACE), ORIGIN);
    assertThat(putBacks.reserve(7)).as("as many wait as may").isZero();
    putBacks.giveBack(0); // what was claimed before is settled
    assertThat(putBacks.hasRoom()).isFalse();
    assertThat(putBacks.takeDue(ORIGIN)).isNotNull();
    assertThat(putBacks.hasRoom()).isTrue();
  }

  @Test
  void shouldLeaveRoomForAllWhereNothingEverWaits() {
    assertThat(RetryQueue.NONE.reserve(7)).isEqualTo(7);
    RetryQueue.NONE.giveBack(0);
    assertThat(RetryQueue.NONE.hasRoom()).isTrue();
    assertThat(RetryQueue.NONE.isEmpty()).isTrue();
    assertThat(RetryQueue.NONE.nextDue()).isEqualTo(StepTimer.NEVER);
  }

  /** One worker at a time fills, and reserves; all settle. */
  @Test
  void shouldNeverReserveMoreThanIsFree() throws Exception {
    RetryQueue contended = new RetryQueue(5, true, ORIGIN, 2);
    AtomicInteger held = new AtomicInteger();
    InThreads.run(
        3,
        thread -> {
          for (int i = 0; i < 20_000; i++) {
            int granted;
            synchronized (contended) { // as the claim's lock does
              granted = contended.reserve(3);
              assertThat(held.addAndGet(granted)).isLessThanOrEqualTo(5);
            }
            for (int item = 0; item < granted; item++) {
              held.decrementAndGet();
              contended.giveBack(thread);
            }
          }
        });
    assertThat(contended.reserve(9)).isEqualTo(5);
  }

  @Test
  void shouldTakeWhatWasPeekedThoughAnEarlierItemCame() {
    add("b", 20);
    Attempt peeked = Objects.requireNonNull(queue.peekDue(ORIGIN + 20));
    add("a", 10);
    assertThat(queue.takePeeked(peeked)).isTrue();
    assertThat(takeDue(100)).containsExactly("a");
    assertThat(queue.takePeeked(peeked)).isFalse();
    assertThat(queue.isEmpty()).isTrue();
  }

  @Test
  void shouldPeekAtNothingBeforeItsTime() {
    add("a", 10);
    assertThat(queue.peekDue(ORIGIN + 9)).isNull();
    assertThat(queue.peekDue(ORIGIN + 10)).isNotNull();
    assertThat(takeDue(10)).containsExactly("a");
  }

  @Test
  void shouldBeEmptyAfterItWasCleared() {
    add("a", 10);
    add("b", 20);
    assertThat(queue.size()).isEqualTo(2);
    assertThat(queue.clear()).isEqualTo(2);
    assertThat(queue.size()).isZero();
    assertThat(queue.isEmpty()).isTrue();
    assertThat(takeDue(100)).isEmpty();
    assertThat(queue.clear()).isZero();
  }

  private void putBack(Object item) {
    queue.putBack(Attempt.first(item, Attempt.NO_PLACE), ORIGIN);
  }
}
