package io.paipa.internal.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Whoever it lets pass does not overflow the stack in what needs less. */
class StackReserveTest {
  private static final int ROUNDS = 300;
  private static final long STACK_BYTES = 256 * 1024;
  private static final int CALLS = 60;

  private final AtomicInteger passed = new AtomicInteger();
  private final AtomicInteger overflowed = new AtomicInteger();
  private int sum;

  private int call(int depth) {
    return depth == 0 ? sum++ : call(depth - 1) + 1;
  }

  @SuppressWarnings("InfiniteRecursion") // that is what is tested
  private void descend(int depth) {
    StackReserve.ensure();
    try {
      call(CALLS);
      passed.incrementAndGet();
    } catch (StackOverflowError e) {
      overflowed.incrementAndGet();
    }
    descend(depth + 1);
  }

  /** Interpreted at first, then compiled, and then again; from another depth each time. */
  @Test
  void shouldThrowBeforeAnythingIsDone() throws InterruptedException {
    for (int round = 0; round < ROUNDS; round++) {
      Runnable descending =
          () -> {
            try {
              descend(0);
            } catch (StackOverflowError expected) {
              // the end of the stack
            }
          };
      Thread thread = new Thread(null, descending, "deep", STACK_BYTES + round * 16L);
      thread.start();
      thread.join(20_000);
      assertThat(thread.isAlive()).isFalse();
    }
    assertThat(passed).hasValueGreaterThan(ROUNDS);
    assertThat(overflowed).hasValue(0);
  }
}
