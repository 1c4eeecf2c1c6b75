package io.paipa;

import static io.paipa.LedgerAssert.assertBalanced;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Iterator;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

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

  private static void assertNoFailure(Pipeline<?, ?> pipeline, PipelineState state) {
    assertThat(pipeline.failure()).isEmpty();
    assertThat(assertBalanced(pipeline).state()).isEqualTo(state);
  }

  @Test
  void shouldDrainWhileAnExhaustedSourceIsClosed() throws InterruptedException {
    try (Pipeline<Integer, Integer> pipeline =
        Pipeline.<Integer>named(NAME).map("step", 1, item -> item).build()) {
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
        Pipeline.<Integer>named(NAME).map("step", 1, item -> item).build()) {
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
        Pipeline.<Integer>named(NAME).<Integer>step("step", 1, Sharing::new).build()) {
      pipeline.start();
      pipeline.finish();
      assertThat(closing.await(20, TimeUnit.SECONDS)).isTrue();
      pipeline.abort();
      assertThat(pipeline.awaitTermination(DEADLINE)).isTrue();
      assertNoFailure(pipeline, PipelineState.ABORTED);
    }
  }
}
