package io.paipa;

import static io.paipa.LedgerAssert.assertBalanced;
import static io.paipa.LedgerAssert.assertNothingAbandoned;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** No finish is lost, none blocks, and none leaves a producer behind. */
class FinishTest {
  private static final String NAME = "finish";
  static final String FINISHED =
      "pipeline 'finish' is finished, and takes no more items; put before finish(), stop(), or the"
          + " end of the sources put before the start";
  private static final Duration DEADLINE = Duration.ofSeconds(20);

  @AfterEach
  void shouldLeaveNoThread() {
    Threads.assertNoneOf(NAME);
  }

  @Test
  void shouldFinishWhatWasFinishedBeforeTheStart() throws InterruptedException {
    try (Pipeline<Integer, Integer> pipeline =
        Pipeline.<Integer>named(NAME).map("same", item -> item).workers(2).build()) {
      pipeline.putAll(List.of(1, 2, 3));
      pipeline.finish();
      pipeline.finish();
      pipeline.run();
      assertThat(pipeline.count()).isEqualTo(3);
      assertThat(assertNothingAbandoned(pipeline).state()).isEqualTo(PipelineState.COMPLETED);
    }
  }

  /** Whoever finishes: another thread, a worker, or a hook; the ring is full at that time. */
  @ParameterizedTest
  @CsvSource({"other,finish", "other,abort", "worker,finish", "worker,abort"})
  void shouldNotBlockOnAFullRing(String who, String call) throws InterruptedException {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch full = new CountDownLatch(1);
    AtomicReference<Pipeline<Integer, Integer>> self = new AtomicReference<>();
    Pipeline<Integer, Integer> pipeline =
        Pipeline.<Integer>named(NAME)
            .map(
                "block",
                item -> {
                  begun.countDown();
                  full.await();
                  if (who.equals("worker")) {
                    end(self.get(), call);
                  }
                  return item;
                })
            .capacity(2)
            .build();
    self.set(pipeline);
    pipeline.start();
    pipeline.put(1);
    begun.await();
    int accepted = 1;
    while (pipeline.offer(2)) {
      accepted++;
    }
    if (who.equals("other")) {
      end(pipeline, call);
      if (call.equals("finish")) { // an abort interrupts the worker, which may be gone already
        assertThat(pipeline.isAlive()).isTrue();
      }
    }
    full.countDown();
    assertThat(pipeline.awaitTermination(DEADLINE)).isTrue();
    boolean clean = call.equals("finish");
    if (clean || who.equals("other")) {
      pipeline.close(); // the end was nobody else's wish
    } else {
      assertThatThrownBy(pipeline::close).isInstanceOf(CutShortException.class);
    }
    assertThat(pipeline.state()).isEqualTo(clean ? PipelineState.COMPLETED : PipelineState.ABORTED);
    assertThat(assertBalanced(pipeline).accepted()).isEqualTo(accepted);
    if (clean) {
      assertNothingAbandoned(pipeline);
    }
  }

  private static void end(Pipeline<?, ?> pipeline, String call) {
    if (call.equals("finish")) {
      pipeline.finish();
    } else {
      pipeline.abort();
    }
  }

  /** A producer that waits for room is not left behind. */
  @ParameterizedTest
  @ValueSource(strings = {"finish", "abort"})
  void shouldRefuseAProducerThatWaits(String call) throws InterruptedException {
    CountDownLatch release = new CountDownLatch(1);
    Pipeline<Integer, Integer> pipeline =
        Pipeline.<Integer>named(NAME)
            .map(
                "block",
                item -> {
                  release.await();
                  return item;
                })
            .capacity(2)
            .build()
            .start();
    AtomicReference<Throwable> thrown = new AtomicReference<>();
    AtomicInteger accepted = new AtomicInteger();
    Thread producer =
        new Thread(
            () -> {
              try {
                while (true) {
                  pipeline.put(1);
                  accepted.incrementAndGet();
                }
              } catch (Throwable t) {
                thrown.set(t);
              }
            });
    producer.start();
    Threads.await(() -> PipelineThreads.waits(producer));
    end(pipeline, call);
    producer.join(DEADLINE.toMillis()); // at once, though there is no room yet
    boolean clean = call.equals("finish");
    assertThat(thrown.get())
        .isInstanceOf(clean ? IllegalStateException.class : CancellationException.class)
        .hasMessage(clean ? FINISHED : "pipeline 'finish' was aborted");
    release.countDown();
    pipeline.close();
    assertThat(assertBalanced(pipeline).accepted()).isEqualTo(accepted.get());
  }

  /** The first finish counts, and so does the source that was handed over before. */
  @Test
  void shouldQueueBehindTheSourcesHandedOverBefore() throws InterruptedException {
    CountDownLatch release = new CountDownLatch(1);
    try (Pipeline<Integer, Integer> pipeline =
        Pipeline.<Integer>named(NAME).map("same", item -> item).workers(2).build().start()) {
      pipeline.putStream(
          IntStream.range(0, 1_000)
              .peek(
                  i -> {
                    if (i == 500) {
                      awaitQuietly(release);
                    }
                  })
              .boxed());
      Threads.await(() -> pipeline.count() == 500);
      pipeline.finish();
      release.countDown();
      pipeline.stop();
      assertThat(pipeline.count()).isEqualTo(1_000);
      assertNothingAbandoned(pipeline);
    }
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
