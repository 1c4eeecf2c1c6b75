package io.paipa;

import static io.paipa.LittleStack.NAME;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * A source that delivers where the stack is nearly used up delivers an item once, or not at all.
 */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class DeliveriesAtTheEdgeTest {
  /** Each is delivered at another depth of the stack. */
  private static final int ITEMS = 40;

  private static final int TRIES_AT_MOST = 100_000;

  private final AtomicIntegerArray delivered = new AtomicIntegerArray(TRIES_AT_MOST);
  private final AtomicIntegerArray seen = new AtomicIntegerArray(TRIES_AT_MOST);
  private final AtomicIntegerArray settled = new AtomicIntegerArray(TRIES_AT_MOST);

  @AfterEach
  void shouldLeaveNoThread() {
    Threads.assertNoneOf(NAME);
  }

  private final class AtTheEdge implements AcknowledgedSource<Integer> {
    private int items;
    private int next;

    @Override
    public boolean poll(Deliveries<Integer> to, Duration limit) throws InterruptedException {
      while (items < ITEMS && to.room() > 0) {
        if (items == 0) {
          deliver(to); // what the JVM loads and links needs more stack than there is at the edge
        } else {
          descend(items, to);
        }
        items++;
      }
      return items < ITEMS;
    }

    @Override
    public boolean bounded() {
      return true;
    }

    /** Each time from another depth, so that the overflow comes at another place. */
    private void descend(int levels, Deliveries<Integer> to) throws InterruptedException {
      if (levels > 0) {
        descend(levels - 1, to);
      } else {
        LittleStack.atTheEdgeOf(() -> deliver(to), 0);
      }
    }

    private void deliver(Deliveries<Integer> to) {
      int item = next++;
      to.deliver(item, outcome -> settled.incrementAndGet(item));
      delivered.set(item, 1);
    }
  }

  @Test
  void shouldDeliverAllOrNothing() throws InterruptedException {
    AtTheEdge source = new AtTheEdge();
    try (Pipeline<Integer, Void> pipeline =
        Pipeline.<Integer>named(NAME)
            .sink("see", (Integer item) -> seen.incrementAndGet(item))
            .capacity(16)
            .threadFactory(work -> new Thread(null, work, "small", LittleStack.STACK_BYTES))
            .build()) {
      pipeline.putAcknowledged(source);
      Report report = pipeline.run();
      assertThat(report.sources().get(0).pulled()).isEqualTo(ITEMS);
    }
    assertThat(source.next).isGreaterThan(ITEMS);
    assertThat(seen.toString()).isEqualTo(delivered.toString());
    assertThat(settled.toString()).isEqualTo(delivered.toString());
  }
}
