package io.paipa.internal.hop;

import static org.assertj.core.api.Assertions.assertThat;

import com.lmax.disruptor.Sequence;
import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the workers of a step have claimed together is taken once, and in order. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class StepClaimTest {
  private final StepClaim claim = new StepClaim(4);
  private final Claim first = new SharedClaim(claim, 1);
  private final Claim second = new SharedClaim(claim, 1);

  private static void add(Claim into, Object... items) {
    Circle from = new Circle(8);
    for (int i = 0; i < items.length; i++) {
      from.set(i, items[i]);
    }
    into.add(from, 0, items.length);
  }

  private static void fill(Claim by, Object... items) {
    assertThat(by.tryBegin()).isTrue();
    add(by, items);
    by.open();
    by.end();
  }

  @Test
  void shouldGiveItemsInTheirOrderToWhoeverTakes() {
    fill(first, "a", "b", "c");
    assertThat(claim.remaining()).isEqualTo(3);
    assertThat(second.take()).isEqualTo("a");
    assertThat(first.take()).isEqualTo("b");
    assertThat(second.take()).isEqualTo("c");
    assertThat(first.take()).isNull();
    assertThat(first.lostRace()).isFalse();
    assertThat(claim.remaining()).isZero();
  }

  @Test
  void shouldBeFilledByOneAndOnlyWhenNothingIsLeft() {
    assertThat(first.tryBegin()).isTrue();
    assertThat(second.tryBegin()).isFalse();
    first.end();
    fill(second, "a");
    assertThat(first.tryBegin()).isFalse();
    assertThat(first.take()).isEqualTo("a");
    assertThat(first.tryBegin()).isTrue();
  }

  /** The slots are freed first: else more might be settled than was taken from the ring. */
  @Test
  void shouldGiveNothingBeforeItIsOpen() {
    assertThat(first.tryBegin()).isTrue();
    add(first, "a");
    assertThat(second.take()).isNull();
    first.open();
    assertThat(second.take()).isEqualTo("a");
  }

  @Test
  void shouldSayInWhichPlacesTheItemsAre() {
    assertThat(first.tryBegin()).isTrue();
    add(first, "a", "b");
    first.placedAt(40);
    first.open();
    first.end();
    second.take();
    assertThat(second.place()).isEqualTo(40);
    first.take();
    assertThat(first.place()).isEqualTo(41);
    assertThat(first.tryBegin()).isTrue();
    add(first, "c");
    first.placedAt(50);
    first.open();
    first.end();
    second.take();
    assertThat(second.place()).isEqualTo(50);
  }

  /** Its taker has lost its core before it emptied the cell, and will find what is there then. */
  @Test
  void shouldLeaveACellAloneThatIsNotEmptied() throws ReflectiveOperationException {
    fill(first, "a", "b", "c", "d");
    sequence("next").set(4);
    fill(second, "e", "f", "g", "h");
    for (int i = 0; i < 4; i++) {
      second.take();
    }
    assertThat(first.tryBegin()).isTrue();
    assertThat(first.room(4)).isZero();
    first.end();
    sequence("next").set(0);
    assertThat(second.take()).isEqualTo("a");
    sequence("next").set(8);
    assertThat(first.tryBegin()).isTrue();
    assertThat(first.room(4)).isEqualTo(1);
  }

  private Sequence sequence(String name) throws ReflectiveOperationException {
    Field field = StepClaim.class.getDeclaredField(name);
    field.setAccessible(true);
    return (Sequence) Objects.requireNonNull(field.get(claim));
  }

  @Test
  void shouldGiveSeveralAtOnceToWhoMayTakeAhead() {
    Claim ahead = new SharedClaim(claim, 2);
    fill(first, "a", "b", "c");
    assertThat(ahead.take()).isEqualTo("a");
    assertThat(claim.remaining()).isEqualTo(1);
    assertThat(first.take()).isEqualTo("c");
    assertThat(first.isEmpty()).isTrue();
    assertThat(ahead.isEmpty()).isFalse();
    assertThat(ahead.take()).isEqualTo("b");
    assertThat(ahead.take()).isNull();
    fill(first, "d", "e");
    assertThat(ahead.take()).isEqualTo("d");
    assertThat(ahead.forget()).isEqualTo(1);
    assertThat(ahead.take()).isNull();
  }

  @Test
  void shouldBeFilledNoMoreWhenItIsDrained() {
    fill(first, "a", "b", "c");
    second.take();
    assertThat(claim.drain(System.nanoTime())).isEqualTo(2);
    assertThat(first.tryBegin()).isFalse();
    assertThat(first.take()).isNull();
  }

  /** On a small circle, so that it goes round often. */
  @Test
  void shouldGiveEachItemToOneOfManyWhoFillIt() throws InterruptedException {
    int items = 200_000;
    int workers = 4;
    ConcurrentLinkedQueue<Integer> source =
        new ConcurrentLinkedQueue<>(IntStream.range(0, items).boxed().toList());
    List<List<Integer>> taken =
        Stream.generate(() -> (List<Integer>) new ArrayList<Integer>()).limit(workers).toList();
    List<Thread> threads = new ArrayList<>();
    for (int worker = 0; worker < workers; worker++) {
      List<Integer> mine = taken.get(worker);
      Thread thread = new Thread(() -> work(new SharedClaim(claim, 1), source, mine));
      threads.add(thread);
      thread.start();
    }
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(taken.stream().allMatch(StepClaimTest::isSorted)).as("in order").isTrue();
    List<Integer> all = taken.stream().flatMap(List::stream).sorted().toList();
    assertThat(all.equals(IntStream.range(0, items).boxed().toList())).as("each once").isTrue();
  }

  private static boolean isSorted(List<Integer> numbers) {
    return numbers.stream().sorted().toList().equals(numbers);
  }

  private static void work(Claim mine, ConcurrentLinkedQueue<Integer> source, List<Integer> taken) {
    while (true) {
      Object item = mine.take();
      if (item != null) {
        taken.add((Integer) item);
      } else if (!mine.lostRace() && mine.tryBegin()) {
        int room = mine.room(3);
        for (int i = 0; i < room && !source.isEmpty(); i++) {
          add(mine, source.remove());
        }
        boolean empty = mine.added() == 0 && room > 0;
        mine.open();
        mine.end();
        if (empty) {
          return;
        }
      }
    }
  }
}
