package io.paipa;

import static io.paipa.LedgerAssert.assertBalanced;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Each worker is told how the pipeline ends, and can stop in peace. */
class EndingTest {
  private static final String NAME = "ending";
  private static final int WORKERS = 4;
  private static final Duration DEADLINE = Duration.ofSeconds(20);

  @AfterEach
  void shouldLeaveNoThread() {
    Threads.assertNoneOf(NAME);
  }

  /** Divides by its items; notes what it is told at its end. */
  private record Told(CountDownLatch started, Queue<Ending> endings)
      implements Step<Integer, Integer> {
    @Override
    public void onWorkerStart(StepContext<Integer> context) {
      started.countDown();
    }

    @Override
    public void process(Integer item, Emitter<Integer> out) {
      out.emit(1 / item);
    }

    @Override
    public void onWorkerStop(Ending ending) {
      endings.add(ending);
    }
  }

  @ParameterizedTest
  @EnumSource(Ending.class)
  void shouldBeToldToEachWorkerOfEachStep(Ending ending) throws InterruptedException {
    CountDownLatch started = new CountDownLatch(2 * WORKERS);
    Queue<Ending> endings = new ConcurrentLinkedQueue<>();
    Pipeline<Integer, Integer> pipeline =
        Pipeline.<Integer>named(NAME)
            .<Integer>step("first", () -> new Told(started, endings))
            .workers(WORKERS)
            .<Integer>step("second", () -> new Told(started, endings))
            .workers(WORKERS)
            .build()
            .start();
    assertThat(started.await(20, TimeUnit.SECONDS)).isTrue(); // who does not start is not stopped
    pipeline.put(ending == Ending.FAILED ? 0 : 1);
    switch (ending) {
      case CLEAN -> pipeline.stop();
      case FAILED -> assertThatThrownBy(pipeline::stop).isInstanceOf(PipelineException.class);
      case ABORTED -> pipeline.abort();
      case DRAINED -> {
        pipeline.putIterator(IntStream.generate(() -> 1).iterator());
        assertThat(pipeline.drain(DEADLINE).state()).isEqualTo(PipelineState.DRAINED);
      }
    }
    assertThat(pipeline.awaitTermination(DEADLINE)).isTrue();
    assertThat(endings).hasSize(2 * WORKERS).containsOnly(ending);
    assertBalanced(pipeline);
    pipeline.close();
  }

  /** Interrupted only after its worker has stopped, if it may; or a while later. */
  private static final class LateToInterrupt extends Thread {
    private final CountDownLatch stopping = new CountDownLatch(1);

    LateToInterrupt(Runnable work) {
      super(work);
    }

    @Override
    public void interrupt() {
      try {
        stopping.await(50, TimeUnit.MILLISECONDS);
      } catch (InterruptedException e) {
        throw new AssertionError(e); // the aborting thread is not interrupted
      }
      super.interrupt();
    }
  }

  /** Sees the end by itself, and waits a moment at its stop; counts what disturbs it there. */
  private record Waiting(
      CountDownLatch working, BooleanSupplier ended, AtomicInteger stopped, AtomicInteger disturbed)
      implements Step<Integer, Integer> {
    @Override
    public void process(Integer item, Emitter<Integer> out) {
      working.countDown();
      Threads.await(ended);
    }

    @Override
    public void onWorkerStop(Ending ending) {
      ((LateToInterrupt) Thread.currentThread()).stopping.countDown();
      if (Thread.currentThread().isInterrupted()) {
        disturbed.incrementAndGet();
      }
      try {
        new CountDownLatch(1).await(200, TimeUnit.MILLISECONDS);
      } catch (InterruptedException e) {
        disturbed.incrementAndGet();
      }
      stopped.incrementAndGet();
    }
  }

  @Test
  void shouldLetNoInterruptReachTheStopOfAWorker() throws InterruptedException {
    CountDownLatch working = new CountDownLatch(WORKERS);
    CountDownLatch ended = new CountDownLatch(1);
    AtomicInteger stopped = new AtomicInteger();
    AtomicInteger disturbed = new AtomicInteger();
    Pipeline<Integer, Integer> pipeline =
        Pipeline.<Integer>named(NAME)
            .<Integer>step(
                "wait", () -> new Waiting(working, () -> ended.getCount() == 0, stopped, disturbed))
            .workers(WORKERS)
            .threadFactory(LateToInterrupt::new)
            .build()
            .start();
    pipeline.putAll(List.of(1, 2, 3, 4));
    assertThat(working.await(20, TimeUnit.SECONDS)).isTrue();
    Thread aborting = new Thread(pipeline::abort);
    aborting.start();
    Threads.await(() -> pipeline.state() == PipelineState.ABORTED);
    ended.countDown();
    assertThat(pipeline.awaitTermination(DEADLINE)).isTrue();
    aborting.join(20_000);
    assertThat(stopped).hasValue(WORKERS);
    assertThat(disturbed).hasValue(0);
    assertThatThrownBy(pipeline::close).isInstanceOf(CutShortException.class);
  }

  /** One thread's does not keep the others from being interrupted, or woken. */
  @Test
  void shouldEndAlthoughAnInterruptThrowsAnError() throws InterruptedException {
    CountDownLatch started = new CountDownLatch(2 * WORKERS);
    try (Pipeline<Integer, Integer> pipeline =
        Pipeline.<Integer>named(NAME)
            .<Integer>step("a", () -> new Started(started))
            .workers(WORKERS)
            .<Integer>step("b", () -> new Started(started))
            .workers(WORKERS)
            .threadFactory(
                work ->
                    new Thread(work) {
                      @Override
                      public void interrupt() {
                        throw new AssertionError("it can't be closed");
                      }
                    })
            .build()) {
      pipeline.start();
      assertThat(started.await(20, TimeUnit.SECONDS)).isTrue();
      pipeline.abort();
      assertThat(pipeline.awaitTermination(DEADLINE)).isTrue();
      assertThat(pipeline.state()).isEqualTo(PipelineState.ABORTED);
    }
  }

  private record Started(CountDownLatch latch) implements Step<Integer, Integer> {
    @Override
    public void onInputEmpty(Emitter<Integer> out) {
      latch.countDown();
    }

    @Override
    public void process(Integer item, Emitter<Integer> out) {
      out.emit(item);
    }
  }
}
