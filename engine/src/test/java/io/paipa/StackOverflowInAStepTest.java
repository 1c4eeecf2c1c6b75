package io.paipa;

import static io.paipa.LedgerAssert.assertBalanced;
import static io.paipa.LedgerAssert.assertNothingAbandoned;
import static io.paipa.LittleStack.DESCENTS;
import static io.paipa.LittleStack.NAME;
import static io.paipa.LittleStack.STACK_BYTES;
import static io.paipa.LittleStack.descend;
import static io.paipa.LittleStack.descendAndGoOn;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A step that uses up its worker's stack fails at once, or goes on and loses none of its items. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class StackOverflowInAStepTest {
  @AfterEach
  void shouldLeaveNoThread() {
    Threads.assertNoneOf(NAME);
  }

  /** Its threads have little stack, so that a test needs not many calls. */
  private static <I, O> Builder<I, O> small(Builder<I, O> builder) {
    AtomicInteger threads = new AtomicInteger();
    return builder.threadFactory(
        work -> new Thread(null, work, "small", STACK_BYTES + threads.getAndIncrement() * 80L));
  }

  @Test
  void shouldFailAtOnceWhereEmitsUseUpTheStack() throws InterruptedException {
    Builder<Integer, Integer> builder =
        Pipeline.<Integer>named(NAME)
            .<Integer>mapMulti("deep", (item, out) -> descend(() -> out.emit(item)))
            .workers(2)
            .map("same", item -> item);
    for (int round = 0; round < DESCENTS; round++) {
      try (Pipeline<Integer, Integer> pipeline = small(builder).build()) {
        long start = System.nanoTime();
        pipeline.putIterable(List.of(1, 2, 3));
        assertThatThrownBy(pipeline::run)
            .isInstanceOf(PipelineException.class)
            .hasMessageContaining("step 'deep'")
            .hasCauseInstanceOf(StackOverflowError.class);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(8));
        assertBalanced(pipeline);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 8, 1_024})
  void shouldGoOnWhereAStepCatchesTheOverflowOfItsEmits(int capacity) throws InterruptedException {
    AtomicLong emitted = new AtomicLong();
    Builder<Integer, Void> builder =
        Pipeline.<Integer>named(NAME)
            .<Integer>mapMulti(
                "deep",
                (item, out) ->
                    descendAndGoOn(
                        () -> {
                          out.emit(item);
                          emitted.incrementAndGet();
                        }))
            .workers(2)
            .sink("count", item -> {})
            .workers(2)
            .capacity(capacity);
    try (Pipeline<Integer, Void> pipeline = small(builder).build()) {
      pipeline.putStream(IntStream.range(0, DESCENTS).boxed());
      pipeline.run();
      assertNothingAbandoned(pipeline);
      assertThat(pipeline.count()).isBetween(emitted.get(), emitted.get() + DESCENTS);
    }
  }

  /** Puts items back to itself at each level. */
  private static final class PuttingBack implements Step<Integer, Integer> {
    private final AtomicInteger descents;
    private StepContext<Integer> context;

    PuttingBack(AtomicInteger descents) {
      this.descents = descents;
    }

    @Override
    public void onWorkerStart(StepContext<Integer> given) {
      context = given;
    }

    @Override
    public void process(Integer item, Emitter<Integer> out) throws InterruptedException {
      if (descents.getAndDecrement() > 0) {
        descendAndGoOn(() -> context.reenqueue(item));
      }
      out.emit(item);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void shouldGoOnWhereReenqueuesUseUpTheStack(boolean ordered) throws InterruptedException {
    AtomicInteger descents = new AtomicInteger(DESCENTS);
    StepOptions options = StepOptions.options().workers(2);
    Builder<Integer, Integer> builder =
        Pipeline.<Integer>named(NAME)
            .<Integer>step("back", () -> new PuttingBack(descents))
            .with(ordered ? options.ordered() : options);
    try (Pipeline<Integer, Integer> pipeline = small(builder).build()) {
      pipeline.putIterable(List.of(1, 2, 3));
      pipeline.run();
      StepReport step = assertNothingAbandoned(pipeline).steps().get(0);
      assertThat(step.reenqueued()).isGreaterThan(DESCENTS);
      assertThat(step.done()).isEqualTo(3 + step.reenqueued());
    }
  }

  @Test
  void shouldGoOnWhereAnIteratorStepPullsUntilTheStackIsOut() throws InterruptedException {
    Builder<Integer, Integer> builder =
        Pipeline.<Integer>named(NAME)
            .<Integer>iterate(
                "deep",
                items ->
                    new Iterator<>() {
                      @Override
                      public boolean hasNext() {
                        return items.hasNext();
                      }

                      @Override
                      public Integer next() {
                        try {
                          descendAndGoOn(items::next);
                        } catch (InterruptedException e) {
                          throw new AssertionError(e);
                        } catch (java.util.NoSuchElementException expected) {
                          return 0;
                        }
                        return 1;
                      }
                    })
            .workers(2);
    try (Pipeline<Integer, Integer> pipeline = small(builder).build()) {
      pipeline.putStream(IntStream.range(0, 100_000).boxed());
      pipeline.run();
      StepReport step = assertNothingAbandoned(pipeline).steps().get(0);
      assertThat(step.received()).isEqualTo(100_000);
    }
  }
}
