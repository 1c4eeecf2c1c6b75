package io.paipa;

import static io.paipa.LedgerAssert.assertNothingAbandoned;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Everything before a meta event, or before the end, is done before it passes. */
class FencesTest {
  private static final Backoff SOON = Backoff.fixed(Duration.ofMillis(1));

  @AfterEach
  void shouldLeaveNoThread() {
    Threads.assertNoneOf("fences");
  }

  /** Checks at each fence that all before it was done, and none of what comes after begun. */
  private static final class Checking implements Step<Integer, Integer> {
    private final AtomicInteger inHand;
    private final AtomicInteger done;
    private final AtomicInteger flushed;
    private final List<String> wrong;
    private final Set<Integer> failedOnce;

    Checking(State state) {
      this.inHand = state.inHand;
      this.done = state.done;
      this.flushed = state.flushed;
      this.wrong = state.wrong;
      this.failedOnce = state.failedOnce;
    }

    @Override
    public void process(Integer item, Emitter<Integer> out) {
      inHand.incrementAndGet();
      try {
        if (item % 5 == 0 && failedOnce.add(item)) {
          throw new IllegalStateException("again");
        }
        out.emit(item);
        done.incrementAndGet();
      } finally {
        inHand.decrementAndGet();
      }
    }

    @Override
    public void onFlush(Emitter<Integer> out) {
      flushed.incrementAndGet();
    }

    @Override
    public Object onMeta(Object meta, Emitter<Integer> out) {
      if (inHand.get() != 0 || done.get() != (Integer) meta) {
        wrong.add(meta + ": done " + done + ", in hand " + inHand);
      }
      return meta;
    }
  }

  private record State(
      AtomicInteger inHand,
      AtomicInteger done,
      AtomicInteger flushed,
      List<String> wrong,
      Set<Integer> failedOnce) {
    State() {
      this(
          new AtomicInteger(),
          new AtomicInteger(),
          new AtomicInteger(),
          Collections.synchronizedList(new ArrayList<>()),
          ConcurrentHashMap.newKeySet());
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 8, 32})
  void shouldWaitForEarlierItemsAndTheirRetries(int workers) throws InterruptedException {
    State state = new State();
    try (Pipeline<Integer, Integer> pipeline =
        Pipeline.<Integer>named("fences")
            .map("spread", item -> item)
            .workers(4)
            .step("check", () -> new Checking(state))
            .workers(workers)
            .capacity(64)
            .retrying(3, SOON)
            .build()) {
      pipeline.start();
      for (int item = 0; item < 1_000; item++) {
        if (item % 50 == 0) {
          pipeline.putMeta(item);
        }
        pipeline.put(item);
      }
      pipeline.stop();
      assertThat(state.wrong).isEmpty();
      // each worker before each of the 20 meta events, and at the end
      assertThat(state.flushed).hasValue(21 * workers);
      assertThat(assertNothingAbandoned(pipeline).steps().get(1).retried()).isEqualTo(200);
    }
  }

  @Test
  void shouldWaitForEarlierItemsOfAnOrderedStep() throws InterruptedException {
    State state = new State();
    try (Pipeline<Integer, Integer> pipeline =
        Pipeline.<Integer>named("fences")
            .step("check", () -> new Checking(state))
            .workers(8)
            .capacity(16)
            .ordered()
            .retrying(3, SOON)
            .build()) {
      pipeline.start();
      for (int item = 0; item < 300; item++) {
        if (item % 30 == 0) {
          pipeline.putMeta(item);
        }
        pipeline.put(item);
      }
      pipeline.stop();
      assertThat(state.wrong).isEmpty();
      assertNothingAbandoned(pipeline);
    }
  }

  /** All are woken for each of them, and come back faster than they can be woken one by one. */
  @Test
  void shouldPassMetaEventsOneAfterAnotherWithManyWorkers() throws InterruptedException {
    AtomicInteger flushes = new AtomicInteger();
    class Flushing implements Step<Integer, Integer> {
      @Override
      public void process(Integer item, Emitter<Integer> out) {
        out.emit(item);
      }

      @Override
      public void onFlush(Emitter<Integer> out) {
        flushes.incrementAndGet();
      }
    }
    try (Pipeline<Integer, Integer> pipeline =
        Pipeline.<Integer>named("fences").step("flush", Flushing::new).workers(128).build()) {
      for (int i = 0; i < 20; i++) {
        pipeline.putMeta(i);
      }
      pipeline.start();
      pipeline.stop();
    }
    assertThat(flushes).hasValue(21 * 128);
  }
}
