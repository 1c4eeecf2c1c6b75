package io.paipa.internal.hop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.paipa.internal.loop.Workforce;
import io.paipa.internal.platform.TimeSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.YieldingIdleStrategy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Where producers publish: each item once, in its producer's order, or not at all. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class InletTest {
  private static final Admission ALWAYS = () -> null;
  private static final Admission NEVER = () -> new CancellationException("closed");
  private static final int PRODUCERS = 4;
  private static final int ITEMS = 50_000;
  private static final int BATCH = 5;

  private final Hop hop =
      Hop.create(
          16,
          new Hop.Producers(false, 0),
          1,
          YieldingIdleStrategy::new,
          new Workforce(),
          TimeSource.SYSTEM);
  private final Claim claim = hop.newClaim(1);

  private record Item(int producer, int number) {}

  @Test
  void shouldPublishEachItemOnceAndInTheOrderOfItsProducer() throws InterruptedException {
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < PRODUCERS; i++) {
      int producer = i;
      Thread thread =
          new Thread(i % 2 == 0 ? () -> put(producer) : () -> putBatches(producer), "inlet-" + i);
      threads.add(thread);
      thread.start();
    }
    int[] next = new int[PRODUCERS];
    for (int taken = 0; taken < PRODUCERS * ITEMS; ) {
      for (Object content : take()) {
        Item item = (Item) content;
        assertThat(item.number()).isEqualTo(next[item.producer()]++);
        taken++;
      }
    }
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(hop.outlet().drain(System.nanoTime())).isZero();
  }

  private void put(int producer) {
    for (int i = 0; i < ITEMS; i++) {
      hop.inlet().publish(new Item(producer, i), ALWAYS);
    }
  }

  private void putBatches(int producer) {
    Circle batch = new Circle(8);
    for (int i = 0; i < ITEMS; i += BATCH) {
      for (int j = 0; j < BATCH; j++) {
        batch.set(i + j, new Item(producer, i + j));
      }
      int published = 0;
      while (published < BATCH) {
        published += hop.inlet().tryPublish(batch, i + published, BATCH - published, ALWAYS);
        Thread.onSpinWait();
      }
    }
  }

  @Test
  void shouldPublishNothingThatIsRefused() {
    assertThatThrownBy(() -> hop.inlet().tryPublish("late", NEVER)).hasMessage("closed");
    assertThatThrownBy(() -> hop.inlet().tryPublish(batch(3), 0, 3, NEVER)).hasMessage("closed");
    assertThat(hop.inlet().isEmpty()).isTrue();
    assertThat(hop.inlet().tryPublish("admitted", ALWAYS)).isTrue();
    assertThat(take()).containsExactly("admitted");
    assertThat(hop.outlet().drain(System.nanoTime())).isZero();
  }

  @Test
  void shouldPublishAsManyAsThereIsRoomFor() {
    assertThat(hop.inlet().tryPublish(batch(13), 0, 13, ALWAYS)).isEqualTo(13);
    assertThat(hop.inlet().tryPublish(batch(5), 0, 5, ALWAYS)).isEqualTo(3);
    assertThat(hop.inlet().tryPublish(batch(5), 0, 5, ALWAYS)).isZero();
    assertThat(hop.inlet().tryPublish("more", ALWAYS)).isFalse();
    assertThat(take()).hasSize(16);
    assertThat(hop.inlet().tryPublish(batch(16), 0, 40, ALWAYS)).isEqualTo(16);
  }

  /** When it is full, a producer does not ask: it is to see that it has to wait. */
  @Test
  void shouldSayThatThereIsNoRoomWhateverIsAdmitted() {
    hop.inlet().tryPublish(batch(16), 0, 16, ALWAYS);
    assertThat(hop.inlet().tryPublish("late", NEVER)).isFalse();
  }

  private static Circle batch(int count) {
    Circle batch = new Circle(16);
    for (int i = 0; i < count; i++) {
      batch.set(i, "item " + i);
    }
    return batch;
  }

  private List<Object> take() {
    List<Object> taken = new ArrayList<>();
    claim.tryBegin();
    if (hop.outlet().claim(claim, 16, 1) == Outlet.Found.SLOTS) {
      claim.open();
      hop.outlet().wakeProducers();
      for (Object item = claim.take(); item != null; item = claim.take()) {
        taken.add(item);
      }
    }
    return taken;
  }
}
