package io.paipa;

import static io.paipa.LedgerAssert.assertNothingAbandoned;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.assertj.core.api.AbstractThrowableAssert;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is put too late is refused, with words that say why, and how a step can go on. */
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
        "ran once, and has ended: COMPLETED; build another one from its builder. It ends with the"
            + " sources that are put before the start; during and runForever keep it open";
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
}
