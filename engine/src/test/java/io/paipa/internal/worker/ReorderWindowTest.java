package io.paipa.internal.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Outputs leave in the order of the items' places, whoever is ready first. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class ReorderWindowTest {
  private static final int CAPACITY = 4;

  private final ReorderWindow window = new ReorderWindow(CAPACITY);

  /** Not synchronised: the window lets one worker publish at a time. */
  private final List<Object> published = new ArrayList<>();

  private void complete(long place, Object... outputs) {
    window.complete(place, List.of(outputs), published::addAll);
  }

  private void drop(long place) {
    window.drop(place, published::addAll);
  }

  @Test
  void shouldPublishAtOnceWhatIsInItsTurn() {
    assertThat(window.take(2)).isZero();
    assertThat(window.isInTurn(0)).isTrue();
    complete(0, "a", "b");
    assertThat(published).containsExactly("a", "b");
    assertThat(window.isInTurn(1)).isTrue();
  }

  @Test
  void shouldKeepWhatIsNotInItsTurn() {
    window.take(3);
    complete(2, "c");
    complete(1, "b");
    assertThat(published).isEmpty();
    complete(0, "a");
    assertThat(published).containsExactly("a", "b", "c");
    assertThat(window.taken()).isZero();
  }

  @Test
  void shouldPublishUpToTheNextThatIsNotReady() {
    window.take(4);
    complete(1, "b");
    complete(3, "d");
    complete(0, "a");
    assertThat(published).containsExactly("a", "b");
    complete(2, "c");
    assertThat(published).containsExactly("a", "b", "c", "d");
  }

  @Test
  void shouldGoOverDroppedPlaces() {
    window.take(4);
    drop(1);
    complete(2, "c");
    drop(3);
    assertThat(published).isEmpty();
    drop(0);
    assertThat(published).containsExactly("c");
    assertThat(window.taken()).isZero();
  }

  /** Such an item is settled when its turn comes, other than one that was dropped. */
  @Test
  void shouldPublishAnItemThatHasNoOutputs() {
    List<List<Object>> calls = new ArrayList<>();
    window.take(3);
    window.complete(2, List.of(), calls::add);
    window.drop(1, calls::add);
    window.complete(0, List.of(), calls::add);
    assertThat(calls).containsExactly(List.of(), List.of());
  }

  @Test
  void shouldHaveRoomForSoManyPlacesAsAreNotOpen() {
    assertThat(window.room()).isEqualTo(CAPACITY);
    window.take(3);
    assertThat(window.room()).isOne();
    window.take(1);
    assertThat(window.hasRoom()).isFalse();
    complete(1, "b");
    assertThat(window.hasRoom()).as("the first is still open").isFalse();
    complete(0, "a");
    assertThat(window.room()).isEqualTo(2);
    assertThat(window.taken()).isEqualTo(2);
  }

  /** Items that are put back get a place whether there is room or not. */
  @Test
  void shouldTakeItemsThatArePutBackBeyondItsCapacity() {
    window.take(CAPACITY);
    complete(2, "c");
    for (int i = 0; i < 9; i++) {
      assertThat(window.take(1)).isEqualTo(CAPACITY + i);
    }
    assertThat(window.room()).isZero();
    for (int place = CAPACITY + 8; place >= CAPACITY; place--) {
      complete(place, place);
    }
    complete(3, "d");
    complete(1, "b");
    complete(0, "a");
    assertThat(published).containsExactly("a", "b", "c", "d", 4, 5, 6, 7, 8, 9, 10, 11, 12);
    assertThat(window.room()).isEqualTo(CAPACITY);
  }

  @Test
  void shouldKeepTheOrderOfPlacesThatGoRound() {
    for (long place = 0; place < 100; place += 2) {
      window.take(2);
      complete(place + 1, place + 1);
      complete(place, place);
    }
    assertThat(published).isEqualTo(numbers(100));
  }

  private static List<Object> numbers(long end) {
    List<Object> numbers = new ArrayList<>();
    for (long i = 0; i < end; i++) {
      numbers.add(i);
    }
    return numbers;
  }

  @Test
  void shouldCountWhatIsLeftWhenItIsCleared() {
    window.take(4);
    complete(1, "b");
    drop(2);
    complete(3);
    assertThat(window.clear()).as("the dropped one was settled before").isEqualTo(2);
    assertThat(window.clear()).isZero();
  }

  @Test
  void shouldKeepTheOrderOfTwoThreads() throws Exception {
    int pairs = 20_000;
    InThreads.run(
        2,
        thread -> {
          for (int i = 0; i < pairs; i++) {
            long place = takeTwo();
            complete(place + 1, place + 1);
            complete(place, place);
          }
        });
    assertThat(published).isEqualTo(numbers(4L * pairs));
    assertThat(window.taken()).isZero();
  }

  private long takeTwo() {
    while (true) {
      synchronized (window) { // as those do who claim items
        if (window.room() >= 2) {
          return window.take(2);
        }
      }
      Thread.yield();
    }
  }
}
