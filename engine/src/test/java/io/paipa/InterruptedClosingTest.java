package io.paipa;

import static io.paipa.LedgerAssert.assertBalanced;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.Closeable;
import java.time.Duration;
import java.util.Iterator;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What comes of an interrupt by the end, while something is closed, is no failure. */
class InterruptedClosingTest {
  private static final String NAME = "closing";
  private static final Duration DEADLINE = Duration.ofSeconds(20);

  private final CountDownLatch closing = new CountDownLatch(1);

  @AfterEach
  void shouldLeaveNoThread() {
    Threads.assertNoneOf(NAME);
  }

  private void close() throws InterruptedException {
    closing.countDown();
    assertThat(new CountDownLatch(1).await(20, TimeUnit.SECONDS)).isTrue(); // until interrupted
  }

  /** Gives three items, and lingers when it is closed. */
  private final class Source implements Iterator<Integer>, AutoCloseable {
    private int given;

    @Override
    public boolean hasNext() {
      return given < 3;
    }

    @Override
    public Integer next() {
      return given++;
    }

    @Override
    public void close() {
      try {
        InterruptedClosingTest.this.close();
      } catch (InterruptedException e) {
        throw new IllegalStateException("interrupted", e);
      }
    }
  }

  /** Shares what lingers when it is closed. */
  private final class Sharing implements Step<Integer, Integer> {
    @Override
    public void onWorkerStart(StepContext<Integer> context) throws Exception {
      AutoCloseable shared = InterruptedClosingTest.this::close;
      context.shared(AutoCloseable.class, () -> shared);
    }

    @Override
    public void process(Integer item, Emitter<Integer> out) {
      out.emit(item);
    }
  }

  /**
   * Shares what minds the flag when it is closed; the last hook, or the closing, leaves the flag
   * set.
   */
  private static final class Patient implements Step<Integer, Integer> {
    private final int shares;
    private final CountDownLatch inStepStop;
    private final BooleanSupplier goOn;
    private final AtomicInteger closed;

    Patient(int shares, CountDownLatch inStepStop, BooleanSupplier goOn, AtomicInteger closed) {
      this.shares = shares;
      this.inStepStop = inStepStop;
      this.goOn = goOn;
      this.closed = closed;
    }

    @Override
    public void onWorkerStart(StepContext<Integer> context) throws Exception {
      context.shared(AutoCloseable.class, () -> this::close);
      if (shares > 1) {
        context.shared(Closeable.class, () -> this::closeLeavingTheFlag);
      }
    }

    private void close() throws InterruptedException {
      if (Thread.interrupted()) { // as whatever waits does
        throw new InterruptedException("closed with the flag set");
      }
      closed.incrementAndGet();
    }

    private void closeLeavingTheFlag() {
      try {
        close();
      } catch (InterruptedException e) {
        throw new IllegalStateException("interrupted", e);
      }
      Thread.currentThread().interrupt();
    }

    @Override
    public void process(Integer item, Emitter<Integer> out) {
      out.emit(item);
    }

    @Override
    public void onStepStop(StepContext<Integer> context) {
      inStepStop.countDown();
      Threads.await(goOn);
      if (shares == 1) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static void assertNoFailure(Pipeline<?, ?> pipeline, PipelineState state) {
    assertThat(pipeline.failure()).isEmpty();
    assertThat(assertBalanced(pipeline).state()).isEqualTo(state);
  }

  @Test
  void shouldDrainWhileAnExhaustedSourceIsClosed() throws InterruptedException {
    try (Pipeline<Integer, Integer> pipeline =
        Pipeline.<Integer>named(NAME).map("step", item -> item).build()) {
      pipeline.putIterator(new Source());
      pipeline.start();
      assertThat(closing.await(20, TimeUnit.SECONDS)).isTrue();
      pipeline.drain(DEADLINE);
      assertNoFailure(pipeline, PipelineState.COMPLETED);
      assertThat(pipeline.count()).isEqualTo(3);
    }
  }

  @Test
  void shouldBeAbortedWhileAnExhaustedSourceIsClosed() throws InterruptedException {
    try (Pipeline<Integer, Integer> pipeline =
        Pipeline.<Integer>named(NAME).map("step", item -> item).build()) {
      pipeline.putIterator(new Source());
      pipeline.start();
      assertThat(closing.await(20, TimeUnit.SECONDS)).isTrue();
      pipeline.abort();
      assertThat(pipeline.awaitTermination(DEADLINE)).isTrue();
      assertNoFailure(pipeline, PipelineState.ABORTED);
    }
  }

  @Test
  void shouldBeAbortedWhileASharedObjectIsClosed() throws InterruptedException {
    try (Pipeline<Integer, Integer> pipeline =
        Pipeline.<Integer>named(NAME).<Integer>step("step", Sharing::new).build()) {
      pipeline.start();
      pipeline.finish();
      assertThat(closing.await(20, TimeUnit.SECONDS)).isTrue();
      pipeline.abort();
      assertThat(pipeline.awaitTermination(DEADLINE)).isTrue();
      assertNoFailure(pipeline, PipelineState.ABORTED);
    }
  }

  /** An interrupt of the end that a hook did not notice is not for what is closed behind it. */
  @Test
  void shouldCloseASharedObjectAfterAnAbortInPeace() throws InterruptedException {
    CountDownLatch inStepStop = new CountDownLatch(1);
    AtomicInteger closed = new AtomicInteger();
    BooleanSupplier interrupted = () -> Thread.currentThread().isInterrupted();
    try (Pipeline<Integer, Integer> pipeline =
        Pipeline.<Integer>named(NAME)
            .<Integer>step("step", () -> new Patient(1, inStepStop, interrupted, closed))
            .build()) {
      pipeline.start();
      pipeline.finish();
      assertThat(inStepStop.await(20, TimeUnit.SECONDS)).isTrue();
      pipeline.abort();
      assertThat(pipeline.awaitTermination(DEADLINE)).isTrue();
      assertNoFailure(pipeline, PipelineState.ABORTED);
      assertThat(closed).hasValue(1);
    }
  }

  /** Neither what a hook leaves, nor what the closing of another object does. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void shouldCloseSharedObjectsWithoutTheFlagThatOthersLeft(int shares) throws Exception {
    AtomicInteger closed = new AtomicInteger();
    try (Pipeline<Integer, Integer> pipeline =
        Pipeline.<Integer>named(NAME)
            .<Integer>step(
                "step", () -> new Patient(shares, new CountDownLatch(1), () -> true, closed))
            .build()) {
      pipeline.start();
      pipeline.stop();
      assertNoFailure(pipeline, PipelineState.COMPLETED);
      assertThat(closed).hasValue(shares);
    }
  }
}
