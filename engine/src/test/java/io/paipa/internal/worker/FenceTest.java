package io.paipa.internal.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The workers of a step agree on who passes a fence, and when all have flushed before it. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class FenceTest {
  private static final int WORKERS = 3;
  private static final int ROUNDS = 3_000;

  private final Fence fence = new Fence(WORKERS);

  @Test
  void shouldBeTakenByOneUntilItIsOpenAgain() {
    assertThat(fence.phase()).isEqualTo(Fence.Phase.OPEN);
    assertThat(fence.take()).isTrue();
    assertThat(fence.phase()).isEqualTo(Fence.Phase.PASSING);
    assertThat(fence.take()).isFalse();
    fence.open();
    assertThat(fence.phase()).isEqualTo(Fence.Phase.OPEN);
    assertThat(fence.take()).isTrue();
  }

  @Test
  void shouldBeTakenByNobodyAfterTheEnd() {
    assertThat(fence.take()).isTrue();
    fence.end();
    assertThat(fence.phase()).isEqualTo(Fence.Phase.ENDING);
    assertThat(fence.take()).isFalse();
    assertThat(fence.phase()).isEqualTo(Fence.Phase.ENDING);
  }

  @Test
  void shouldSayWhoFlushesLast() {
    assertThat(fence.take()).isTrue();
    int before = fence.round();
    fence.beginFlush();
    assertThat(fence.round()).isNotEqualTo(before);
    assertThat(fence.flushed()).isFalse();
    assertThat(fence.flushed()).isFalse();
    assertThat(fence.phase()).isEqualTo(Fence.Phase.PASSING);
    assertThat(fence.flushed()).isTrue();
  }

  /** Both try at the same moment, again and again. */
  @Test
  void shouldBeTakenByOneOfTwoThreads() throws Exception {
    int rounds = 20_000;
    AtomicInteger round = new AtomicInteger();
    AtomicInteger tried = new AtomicInteger();
    AtomicInteger taken = new AtomicInteger();
    InThreads.run(
        2,
        thread -> {
          for (int i = 0; i < rounds; i++) {
            int current = i;
            InThreads.await(() -> round.get() == current);
            if (fence.take()) {
              taken.incrementAndGet();
            }
            if (tried.incrementAndGet() == 2 * (current + 1)) {
              fence.open();
              round.set(current + 1);
            }
          }
        });
    assertThat(taken).hasValue(rounds);
  }

  /** Each answers each round once; the last one opens the fence, and the next round may begin. */
  @Test
  void shouldWaitInEachRoundForAllThreads() throws Exception {
    AtomicInteger answers = new AtomicInteger();
    AtomicInteger passed = new AtomicInteger();
    InThreads.run(
        WORKERS,
        thread -> {
          for (int seen = 0; seen < ROUNDS; seen++) {
            int before = seen;
            if (passed.get() == before && fence.take()) {
              if (passed.get() == before) {
                fence.beginFlush();
              } else {
                fence.open();
              }
            }
            InThreads.await(() -> fence.round() != before);
            answers.incrementAndGet();
            if (fence.flushed()) {
              assertThat(answers.get()).isEqualTo(WORKERS * (before + 1));
              passed.incrementAndGet();
              fence.open();
            }
            InThreads.await(() -> passed.get() > before);
          }
        });
    assertThat(passed).hasValue(ROUNDS);
    assertThat(fence.round()).isEqualTo(ROUNDS);
    assertThat(fence.phase()).isEqualTo(Fence.Phase.OPEN);
  }
}
