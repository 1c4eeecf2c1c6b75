package io.paipa;

import static io.paipa.LedgerAssert.assertBalanced;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An interrupt that comes while the steps are started is not lost: it is the starter's. */
@Timeout(value = 40, unit = TimeUnit.SECONDS)
class StartInterruptTest {
  private static final String NAME = "starting";

  private final CountDownLatch inHook = new CountDownLatch(1);
  private final AtomicBoolean nextSawFlag = new AtomicBoolean();
  private @Nullable Pipeline<?, ?> aborting;

  @AfterEach
  void shouldLeaveNoThread() {
    Threads.assertNoneOf(NAME);
  }

  /**
   * Its first hook waits for the interrupt: it throws what that makes of it, or leaves the flag.
   */
  private final class Slow implements Step<Integer, Integer> {
    private final boolean throwing;

    Slow(boolean throwing) {
      this.throwing = throwing;
    }

    @Override
    public void onStepStart(StepContext<Integer> context) throws InterruptedException {
      inHook.countDown();
      if (throwing) {
        assertThat(new CountDownLatch(1).await(20, TimeUnit.SECONDS)).isTrue();
      }
      Threads.await(() -> Thread.currentThread().isInterrupted());
    }

    @Override
    public void process(Integer item, Emitter<Integer> out) {
      out.emit(item);
    }
  }

  private final class Next implements Step<Integer, Integer> {
    @Override
    public void onStepStart(StepContext<Integer> context) {
      nextSawFlag.set(Thread.currentThread().isInterrupted());
    }

    @Override
    public void process(Integer item, Emitter<Integer> out) {
      out.emit(item);
    }
  }

  /** It does not end by itself. */
  private Pipeline<Integer, Integer> pipeline(boolean throwing) {
    Pipeline<Integer, Integer> pipeline =
        Pipeline.<Integer>named(NAME)
            .<Integer>step("slow", () -> new Slow(throwing))
            .<Integer>step("next", Next::new)
            .build();
    pipeline.putIterator(IntStream.iterate(0, i -> i + 1).iterator());
    return pipeline;
  }

  /** Interrupts a call while it is in the hook. */
  private void interrupt(ThrowingCallable call) throws InterruptedException {
    AtomicReference<Throwable> thrown = new AtomicReference<>();
    Thread caller = new Thread(() -> thrown.set(catchThrowable(call)));
    caller.start();
    assertThat(inHook.await(20, TimeUnit.SECONDS)).isTrue();
    if (aborting != null) {
      aborting.abort();
    }
    caller.interrupt();
    caller.join(20_000);
    assertThat(caller.isAlive()).isFalse();
    assertThat(thrown.get()).isNull();
  }

  @Test
  void shouldAbortARun() throws InterruptedException {
    try (Pipeline<Integer, Integer> pipeline = pipeline(false)) {
      interrupt(() -> assertThatThrownBy(pipeline::run).isInstanceOf(InterruptedException.class));
      assertThat(pipeline.state()).isEqualTo(PipelineState.ABORTED);
      assertThat(nextSawFlag).isFalse();
      assertBalanced(pipeline);
      assertThatThrownBy(pipeline::close).isInstanceOf(CutShortException.class);
    }
  }

  /** What the hook throws is the pipeline's failure, as ever; {@code close} gets it. */
  @Test
  void shouldEndARunWhoseHookItMakesFail() throws InterruptedException {
    Pipeline<Integer, Integer> pipeline = pipeline(true);
    interrupt(() -> assertThatThrownBy(pipeline::run).isInstanceOf(InterruptedException.class));
    assertThat(pipeline.state()).isEqualTo(PipelineState.FAILED);
    assertThatThrownBy(pipeline::close)
        .isInstanceOf(PipelineException.class)
        .hasMessageContaining("step 'slow': onStepStart failed")
        .hasCauseInstanceOf(InterruptedException.class);
    assertBalanced(pipeline);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void shouldBeThereAfterAStart(boolean throwing) throws InterruptedException {
    Pipeline<Integer, Integer> pipeline = pipeline(throwing);
    interrupt(
        () -> {
          pipeline.start();
          assertThat(Thread.currentThread().isInterrupted()).isTrue();
        });
    assertThat(nextSawFlag).isFalse();
    assertThat(pipeline.failure().isPresent()).isEqualTo(throwing);
    pipeline.abort();
    assertThat(catchThrowable(pipeline::close)).isSameAs(pipeline.failure().orElse(null));
    assertBalanced(pipeline);
  }

  /** As a supervisor does: it aborts, and then interrupts who runs it. */
  @Test
  void shouldEndARunThatIsAbortedFirst() throws InterruptedException {
    try (Pipeline<Integer, Integer> pipeline = pipeline(true)) {
      aborting = pipeline;
      interrupt(() -> assertThatThrownBy(pipeline::run).isInstanceOf(InterruptedException.class));
      assertThat(pipeline.state()).isEqualTo(PipelineState.ABORTED);
      assertBalanced(pipeline);
    }
  }

  @Test
  void shouldBeThereAfterAFactoryThatItEnded() throws InterruptedException {
    Pipeline<Integer, Integer> pipeline =
        Pipeline.<Integer>named(NAME)
            .<Integer>step(
                "slow",
                () -> {
                  inHook.countDown();
                  assertThat(new CountDownLatch(1).await(20, TimeUnit.SECONDS)).isTrue();
                  return new Next();
                })
            .build();
    interrupt(
        () -> {
          pipeline.start();
          assertThat(Thread.currentThread().isInterrupted()).isTrue();
        });
    assertThatThrownBy(pipeline::close)
        .isInstanceOf(PipelineException.class)
        .hasMessageContaining("the step could not be made");
    assertBalanced(pipeline);
  }
}
