package io.paipa;

import static io.paipa.LedgerAssert.assertBalanced;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A drain ends in time, and tells what it was that ended the pipeline, and what was left. */
class DrainTest {
  private static final String NAME = "ended";
  private static final Duration DEADLINE = Duration.ofSeconds(20);

  @AfterEach
  void shouldLeaveNoThread() {
    Threads.assertNoneOf(NAME);
  }

  @Test
  void shouldAbandonWhatWasPutIntoAnUnstartedPipeline() throws InterruptedException {
    try (Pipeline<Integer, Integer> pipeline =
        Pipeline.<Integer>named(NAME).map("same", item -> item).workers(2).build()) {
      pipeline.putAll(List.of(1, 2, 3));
      Report report = pipeline.drain(DEADLINE);
      assertThat(report.accepted()).isEqualTo(3);
      assertThat(report.abandonedBeforeFirstStep()).isEqualTo(3);
      assertThat(report.state()).isEqualTo(PipelineState.ABORTED);
    }
  }

  @Test
  void shouldAbortWhenADrainTakesTooLong() throws InterruptedException {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch never = new CountDownLatch(1);
    try (Pipeline<Integer, Integer> pipeline =
        Pipeline.<Integer>named(NAME)
            .map(
                "slow",
                item -> {
                  begun.countDown();
                  never.await();
                  return item;
                })
            .build()
            .start()) {
      pipeline.putAll(IntStream.range(0, 10).boxed().toList());
      begun.await();
      Report report = pipeline.drain(Duration.ofMillis(20));
      assertThat(report.state()).isEqualTo(PipelineState.ABORTED);
      assertThat(report.steps().get(0).abandoned()).isEqualTo(10);
      assertBalanced(pipeline);
    }
  }

  /** What cancels an emit is the failure, though the pipeline was being drained. */
  @Test
  void shouldNotTakeADrainForTheReasonThatIsAFailure() throws Exception {
    CountDownLatch full = new CountDownLatch(1);
    AtomicReference<Throwable> thrown = new AtomicReference<>();
    Pipeline<Integer, Void> pipeline =
        Pipeline.<Integer>named(NAME)
            .<Integer>mapMulti(
                "endless",
                (item, out) -> {
                  try {
                    while (true) {
                      out.emit(item);
                    }
                  } catch (CancellationException e) {
                    thrown.set(e);
                    throw e;
                  }
                })
            .sink(
                "fail",
                item -> {
                  assertThat(full.await(20, TimeUnit.SECONDS)).isTrue();
                  throw new IllegalArgumentException("a failure");
                })
            .capacity(2)
            .build();
    pipeline.start();
    pipeline.put(1);
    FutureTask<Report> drain = new FutureTask<>(() -> pipeline.drain(DEADLINE));
    new Thread(drain).start();
    Threads.await(() -> pipeline.state() == PipelineState.FINISHING);
    full.countDown();
    assertThat(pipeline.awaitTermination(DEADLINE)).isTrue();
    assertThat(drain.get(20, TimeUnit.SECONDS).state()).isEqualTo(PipelineState.FAILED);
    assertThat(thrown.get()).hasMessage("pipeline 'ended' has failed");
    assertThatThrownBy(pipeline::close).hasRootCauseMessage("a failure");
  }
}
