package io.paipa;

import static io.paipa.LedgerAssert.assertBalanced;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.channels.ClosedByInterruptException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** A hook that waits when the end comes is interrupted: that is the end's doing, and no failure. */
class InterruptedHooksTest {
  private static final String NAME = "hooks";

  private final CountDownLatch inHook = new CountDownLatch(1);

  @AfterEach
  void shouldLeaveNoThread() {
    Threads.assertNoneOf(NAME);
  }

  enum Hook {
    FLUSH,
    WORKER_STOP
  }

  /** What a wait throws that is interrupted. */
  enum Thrown {
    INTERRUPTED,
    CLOSED_BY_INTERRUPT
  }

  private final class Lingering implements Step<Integer, Integer> {
    private final Hook hook;
    private final Thrown thrown;

    Lingering(Hook hook, Thrown thrown) {
      this.hook = hook;
      this.thrown = thrown;
    }

    private void linger(Hook current) throws Exception {
      if (current == hook) {
        inHook.countDown();
        try {
          assertThat(new CountDownLatch(1).await(20, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
          throw thrown == Thrown.INTERRUPTED ? e : new ClosedByInterruptException();
        }
      }
    }

    @Override
    public void process(Integer item, Emitter<Integer> out) {
      out.emit(item);
    }

    @Override
    public void onFlush(Emitter<Integer> out) throws Exception {
      linger(Hook.FLUSH);
    }

    @Override
    public void onWorkerStop(Ending ending) throws Exception {
      linger(Hook.WORKER_STOP);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "FLUSH,INTERRUPTED",
    "FLUSH,CLOSED_BY_INTERRUPT",
    "WORKER_STOP,INTERRUPTED",
    "WORKER_STOP,CLOSED_BY_INTERRUPT"
  })
  void shouldNotMakeAFailureOfAnAbort(Hook hook, Thrown thrown) throws InterruptedException {
    try (Pipeline<Integer, Integer> pipeline =
        Pipeline.<Integer>named(NAME)
            .<Integer>step("lingering", () -> new Lingering(hook, thrown))
            .build()) {
      pipeline.start();
      pipeline.put(1);
      pipeline.finish();
      assertThat(inHook.await(20, TimeUnit.SECONDS)).isTrue();
      pipeline.abort();
      pipeline.stop();
      assertThat(pipeline.state()).isEqualTo(PipelineState.ABORTED);
      assertThat(pipeline.failure()).isEmpty();
      assertBalanced(pipeline);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "FLUSH,INTERRUPTED",
    "FLUSH,CLOSED_BY_INTERRUPT",
    "WORKER_STOP,INTERRUPTED",
    "WORKER_STOP,CLOSED_BY_INTERRUPT"
  })
  void shouldAddNothingToAFailure(Hook hook, Thrown thrown) throws InterruptedException {
    try (Pipeline<Integer, Integer> pipeline =
        Pipeline.<Integer>named(NAME)
            .<Integer>step("lingering", () -> new Lingering(hook, thrown))
            .<Integer>map(
                "fail",
                item -> {
                  assertThat(inHook.await(20, TimeUnit.SECONDS)).isTrue();
                  throw new IllegalStateException("item");
                })
            .build()) {
      pipeline.put(1);
      pipeline.finish();
      assertThatThrownBy(pipeline::run)
          .isInstanceOf(PipelineException.class)
          .hasNoSuppressedExceptions()
          .cause()
          .hasMessage("item");
      assertBalanced(pipeline);
    }
  }

  /** Nobody interrupts it for an end that came before: what it throws is of its own making. */
  @ParameterizedTest
  @EnumSource(Thrown.class)
  void shouldFailWithWhatItThrowsIfItBeganAfterTheEnd(Thrown thrown) throws InterruptedException {
    class Stopping implements Step<Integer, Integer> {
      @Override
      public void process(Integer item, Emitter<Integer> out) throws InterruptedException {
        inHook.countDown();
        assertThat(new CountDownLatch(1).await(20, TimeUnit.SECONDS)).isTrue();
      }

      @Override
      public void onWorkerStop(Ending ending) throws Exception {
        throw thrown == Thrown.INTERRUPTED
            ? new InterruptedException("own")
            : new ClosedByInterruptException();
      }
    }
    Pipeline<Integer, Integer> pipeline =
        Pipeline.<Integer>named(NAME).<Integer>step("stopping", Stopping::new).build();
    pipeline.start();
    pipeline.put(1);
    assertThat(inHook.await(20, TimeUnit.SECONDS)).isTrue();
    pipeline.abort();
    assertThatThrownBy(pipeline::close)
        .isInstanceOf(PipelineException.class)
        .hasMessageContaining("step 'stopping': onWorkerStop failed")
        .cause()
        .isInstanceOfAny(InterruptedException.class, ClosedByInterruptException.class);
    assertThat(pipeline.state()).isEqualTo(PipelineState.FAILED);
    assertBalanced(pipeline);
  }

  /** Its thread is not interrupted a second time: it could wait for ever. */
  @Test
  void shouldNotBeFollowedByAnotherThatEmits() throws InterruptedException {
    AtomicInteger metas = new AtomicInteger();
    class Flushing implements Step<Integer, Integer> {
      @Override
      public void process(Integer item, Emitter<Integer> out) {
        out.emit(item);
      }

      @Override
      public void onFlush(Emitter<Integer> out) {
        inHook.countDown();
        Threads.await(() -> Thread.currentThread().isInterrupted());
      }

      @Override
      public Object onMeta(Object meta, Emitter<Integer> out) {
        metas.incrementAndGet();
        return meta;
      }
    }
    try (Pipeline<Integer, Integer> pipeline =
        Pipeline.<Integer>named(NAME).<Integer>step("flushing", Flushing::new).build()) {
      pipeline.start();
      pipeline.put(1);
      pipeline.putMeta("meta");
      assertThat(inHook.await(20, TimeUnit.SECONDS)).isTrue();
      pipeline.abort();
      pipeline.stop();
      assertThat(metas).hasValue(0);
      assertThat(pipeline.state()).isEqualTo(PipelineState.ABORTED);
      assertBalanced(pipeline);
    }
  }
}
