package io.paipa;

import static io.paipa.LedgerAssert.assertBalanced;
import static io.paipa.LedgerAssert.assertNothingAbandoned;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.assertj.core.api.AbstractThrowableAssert;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is put too late is refused, with words that say why; and what an ending leaves behind. */
class AfterTheEndTest {
  private static final String NAME = "ended";
  private static final Duration DEADLINE = Duration.ofSeconds(20);

  @AfterEach
  void shouldLeaveNoThread() {
    Threads.assertNoneOf(NAME);
  }

  private static Pipeline<Integer, Integer> pipeline() {
    return Pipeline.<Integer>named(NAME).map("divide", item -> 1 / item).workers(2).build();
  }

  /** What is said to who puts too late. */
  private static final class Words {
    static final String TOO_LATE =
        "is finished, and takes no more items; put before finish(), stop(), or the end of the"
            + " sources put before the start";
    static final String ENDED =
        "ran once, and has ended: COMPLETED; build another one from its builder";
  }

  /** How a pipeline came to its end, and what a put gets then. */
  enum Ended {
    FINISHED_UNSTARTED(IllegalStateException.class, Words.TOO_LATE) {
      @Override
      void end(Pipeline<Integer, ?> pipeline) {
        pipeline.finish();
      }
    },
    FINISHED(IllegalStateException.class, Words.TOO_LATE) {
      @Override
      void end(Pipeline<Integer, ?> pipeline) {
        pipeline.putQueue(new ArrayBlockingQueue<>(1), item -> true); // it is worked off for ever
        pipeline.start().finish();
      }
    },
    STOPPED(IllegalStateException.class, Words.ENDED) {
      @Override
      void end(Pipeline<Integer, ?> pipeline) throws InterruptedException {
        pipeline.start().stop();
      }
    },
    EXHAUSTED(IllegalStateException.class, Words.ENDED) {
      @Override
      void end(Pipeline<Integer, ?> pipeline) throws InterruptedException {
        pipeline.putIterable(List.of(1, 2, 3));
        pipeline.run();
      }
    },
    CLOSED(IllegalStateException.class, Words.ENDED) {
      @Override
      void end(Pipeline<Integer, ?> pipeline) {
        pipeline.start().close();
      }
    },
    CLOSED_UNSTARTED(CancellationException.class, "was closed before it was started") {
      @Override
      void end(Pipeline<Integer, ?> pipeline) {
        pipeline.close();
      }
    },
    ABORTED_UNSTARTED(CancellationException.class, "was aborted") {
      @Override
      void end(Pipeline<Integer, ?> pipeline) {
        pipeline.abort();
      }
    },
    ABORTED(CancellationException.class, "was aborted") {
      @Override
      void end(Pipeline<Integer, ?> pipeline) {
        pipeline.start().abort();
      }
    },
    DRAINED_UNSTARTED(CancellationException.class, "was drained") {
      @Override
      void end(Pipeline<Integer, ?> pipeline) throws InterruptedException {
        assertThat(pipeline.drain(DEADLINE).state()).isEqualTo(PipelineState.ABORTED);
      }
    },
    DRAINED(CancellationException.class, "was drained") {
      @Override
      void end(Pipeline<Integer, ?> pipeline) throws InterruptedException {
        pipeline.start().put(1);
        assertThat(pipeline.drain(DEADLINE).state()).isEqualTo(PipelineState.COMPLETED);
      }
    },
    STOPPED_AND_DRAINED(IllegalStateException.class, Words.ENDED) {
      @Override
      void end(Pipeline<Integer, ?> pipeline) throws InterruptedException {
        pipeline.start().stop();
        assertThat(pipeline.drain(DEADLINE).state()).isEqualTo(PipelineState.COMPLETED);
      }
    },
    FAILED(PipelineException.class, "has failed, and takes no more items") {
      @Override
      void end(Pipeline<Integer, ?> pipeline) throws InterruptedException {
        pipeline.start().put(0);
        assertThatThrownBy(pipeline::stop).isInstanceOf(PipelineException.class);
      }
    };

    private final Class<? extends Throwable> type;
    private final String words;

    Ended(Class<? extends Throwable> type, String words) {
      this.type = type;
      this.words = words;
    }

    abstract void end(Pipeline<Integer, ?> pipeline) throws InterruptedException;
  }

  @ParameterizedTest
  @EnumSource(Ended.class)
  void shouldRefuseWhatComesTooLate(Ended ended) throws InterruptedException {
    try (Pipeline<Integer, Integer> pipeline = pipeline()) {
      ended.end(pipeline);
      List<ThrowingCallable> puts =
          List.of(
              () -> pipeline.put(1),
              () -> pipeline.offer(1),
              () -> pipeline.offer(1, Duration.ZERO),
              () -> pipeline.offer(1, DEADLINE),
              () -> pipeline.putAll(List.of(1)),
              () -> pipeline.putAll(List.of()),
              () -> pipeline.putMeta("meta"),
              () -> pipeline.putIterable(List.of(1)),
              () -> pipeline.putIterator(List.of(1).iterator()),
              () -> pipeline.putStream(Stream.of(1)),
              () -> pipeline.putQueue(new ArrayBlockingQueue<>(1)),
              () -> pipeline.putQueue(new ArrayBlockingQueue<>(1), item -> true));
      try {
        for (ThrowingCallable put : puts) {
          AbstractThrowableAssert<?, ?> thrown =
              assertThatThrownBy(put)
                  .isExactlyInstanceOf(ended.type)
                  .hasMessage("pipeline 'ended' " + ended.words);
          if (ended == Ended.FAILED) {
            thrown.hasCause(pipeline.failure().orElseThrow());
          }
        }
      } finally {
        pipeline.finish(); // both may be called again at any time
        pipeline.abort();
      }
    }
  }

  /** A finish, or a drain, says nothing of what a step puts back to itself. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void shouldSayInItsOwnThreadsHowAStepCanGoOn(boolean drain) throws InterruptedException {
    CountDownLatch inHand = new CountDownLatch(1);
    CountDownLatch closed = new CountDownLatch(1);
    AtomicReference<Pipeline<Integer, Void>> self = new AtomicReference<>();
    AtomicReference<Throwable> thrown = new AtomicReference<>();
    AtomicInteger reenqueued = new AtomicInteger();
    class Feeding implements Step<Integer, Void> {
      private StepContext<Integer> context = new NoContext();

      @Override
      public void onWorkerStart(StepContext<Integer> given) {
        context = given;
      }

      @Override
      public void process(Integer item, Emitter<Void> out) throws InterruptedException {
        inHand.countDown();
        assertThat(closed.await(20, TimeUnit.SECONDS)).isTrue();
        if (item > 0) {
          thrown.set(catchThrowable(() -> self.get().offer(item - 1)));
          context.reenqueue(item - 1);
          reenqueued.incrementAndGet();
        }
      }
    }
    try (Pipeline<Integer, Void> pipeline =
        Pipeline.<Integer>named(NAME).<Void>step("feed", Feeding::new).build()) {
      self.set(pipeline);
      pipeline.start();
      pipeline.put(3);
      assertThat(inHand.await(20, TimeUnit.SECONDS)).isTrue();
      if (drain) {
        new Thread(new FutureTask<>(() -> pipeline.drain(DEADLINE))).start();
        Threads.await(() -> pipeline.state() == PipelineState.FINISHING);
      } else {
        pipeline.finish();
      }
      closed.countDown();
      assertThat(pipeline.awaitTermination(DEADLINE)).isTrue();
      assertNothingAbandoned(pipeline);
    }
    assertThat(thrown.get())
        .isExactlyInstanceOf(drain ? CancellationException.class : IllegalStateException.class)
        .hasMessage(
            "pipeline 'ended' "
                + (drain ? "was drained" : "is finished, and takes no more items")
                + "; a step can still put items back to itself by StepContext.reenqueue, until"
                + " everything is done");
    assertThat(reenqueued).hasValue(3);
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

  @Test
  void shouldAbandonWhatWasPutIntoAnUnstartedPipeline() throws InterruptedException {
    try (Pipeline<Integer, Integer> pipeline = pipeline()) {
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

  @Test
  void shouldWorkOffAtStopWhatItsQueueHolds() throws InterruptedException {
    BlockingQueue<Integer> queue = new LinkedBlockingQueue<>();
    try (Pipeline<Integer, Integer> pipeline = pipeline()) {
      pipeline.putQueue(queue);
      pipeline.start();
      for (int i = 0; i < 10_000; i++) {
        queue.put(1);
      }
      pipeline.stop();
      assertThat(queue).isEmpty();
      assertThat(pipeline.count()).isEqualTo(10_000);
      assertNothingAbandoned(pipeline);
    }
  }

  /** Its thread may wait for the next item; here it would for ever. */
  @Test
  void shouldNotWaitAtAFinishForAnItemOfItsQueue() throws InterruptedException {
    BlockingQueue<Integer> queue =
        new LinkedBlockingQueue<>() {
          private static final long serialVersionUID = 1L;

          @Override
          public Integer poll(long timeout, TimeUnit unit) throws InterruptedException {
            return take();
          }
        };
    try (Pipeline<Integer, Integer> pipeline = pipeline()) {
      pipeline.putQueue(queue);
      pipeline.start();
      Threads.await(() -> PipelineThreads.waits(new PipelineThreads(NAME).named("queue")));
      pipeline.finish();
      assertThat(pipeline.awaitTermination(DEADLINE)).isTrue();
      assertNothingAbandoned(pipeline);
    }
  }

  /** The pipeline is full, and its queue is not: what is not accepted stays where it is. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void shouldLeaveInItsQueueWhatItDidNotAccept(boolean drain) throws InterruptedException {
    CountDownLatch release = new CountDownLatch(1);
    BlockingQueue<Integer> queue = new LinkedBlockingQueue<>();
    IntStream.range(0, 1_000).forEach(queue::add);
    try (Pipeline<Integer, Integer> pipeline =
        Pipeline.<Integer>named(NAME)
            .map(
                "block",
                item -> {
                  release.await();
                  return item;
                })
            .capacity(4)
            .build()) {
      pipeline.putQueue(queue);
      pipeline.start();
      Threads.await(() -> PipelineThreads.waits(new PipelineThreads(NAME).named("queue")));
      if (drain) {
        pipeline.drain(Duration.ZERO);
      } else {
        pipeline.abort();
        assertThat(pipeline.awaitTermination(DEADLINE)).isTrue();
      }
      Report report = assertBalanced(pipeline);
      assertThat(report.accepted() + queue.size()).isEqualTo(1_000);
      assertThat(queue).hasSizeGreaterThan(900);
    }
  }
}
