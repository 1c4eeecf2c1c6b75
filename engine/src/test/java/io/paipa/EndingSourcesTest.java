package io.paipa;

import static io.paipa.LedgerAssert.assertBalanced;
import static io.paipa.LedgerAssert.assertNothingAbandoned;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A drain or an abort interrupts the thread that pulls the sources, wherever that waits: what comes
 * of it is no failure, and the source is closed in peace.
 */
class EndingSourcesTest {
  private static final String NAME = "ending";
  private static final Duration DEADLINE = Duration.ofSeconds(20);

  /** Longer than any source of these waits: what it would abort has come to its end before. */
  private static final Duration DRAIN_DEADLINE = Duration.ofMinutes(1);

  private static final int GIVEN = 3;

  @AfterEach
  void shouldLeaveNoThread() {
    Threads.assertNoneOf(NAME);
  }

  enum End {
    DRAIN(PipelineState.DRAINED),
    ABORT(PipelineState.ABORTED);

    private final PipelineState state;

    End(PipelineState state) {
      this.state = state;
    }
  }

  /** Ends a pipeline, in a thread that waits for it. */
  private static FutureTask<Boolean> end(Pipeline<?, ?> pipeline, End end) {
    FutureTask<Boolean> ending =
        new FutureTask<>(
            () -> {
              if (end == End.ABORT) {
                pipeline.abort();
              } else {
                assertThat(pipeline.drain(DRAIN_DEADLINE).state()).isEqualTo(end.state);
              }
              return pipeline.awaitTermination(DEADLINE);
            });
    new Thread(ending, "ends it").start();
    return ending;
  }

  /** The end comes, and the thread that did not ask for it is told. */
  private static void assertEnds(FutureTask<Boolean> ending, Pipeline<?, ?> pipeline)
      throws Exception {
    assertThat(ending.get(40, TimeUnit.SECONDS)).isTrue();
    assertThatThrownBy(pipeline::close).isInstanceOf(CutShortException.class);
  }

  /** Gives three items, or many; is not closed properly if it is interrupted at that. */
  private abstract static class Closing implements Iterator<Integer>, AutoCloseable {
    final CountDownLatch asked = new CountDownLatch(GIVEN + 1);
    final CountDownLatch closing = new CountDownLatch(1);
    final AtomicInteger given = new AtomicInteger();
    final AtomicBoolean closed = new AtomicBoolean();

    @Override
    public boolean hasNext() {
      asked.countDown();
      return asked.getCount() > 0 || hasMore();
    }

    abstract boolean hasMore();

    @Override
    public Integer next() {
      return given.getAndIncrement();
    }

    @Override
    public void close() {
      closing.countDown();
      try {
        closed.set(!new CountDownLatch(1).await(50, TimeUnit.MILLISECONDS));
      } catch (InterruptedException e) {
        throw new IllegalStateException("interrupted while it was closed", e);
      }
    }
  }

  enum Waits {
    FOR_ROOM,
    FOR_AN_ITEM
  }

  /** Its wait for an item ends as such waits do: the flag is set again, and something thrown. */
  private static final class Waiting extends Closing {
    private final Waits waits;

    Waiting(Waits waits) {
      this.waits = waits;
    }

    @Override
    boolean hasMore() {
      try {
        return waits == Waits.FOR_ROOM || new CountDownLatch(1).await(15, TimeUnit.SECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException(e);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"FOR_ROOM,DRAIN", "FOR_ROOM,ABORT", "FOR_AN_ITEM,DRAIN", "FOR_AN_ITEM,ABORT"})
  void shouldCloseInPeaceTheSourceThatWasPulled(Waits waits, End end) throws Exception {
    CountDownLatch interrupted = new CountDownLatch(1);
    CountDownLatch release = new CountDownLatch(1);
    Waiting source = new Waiting(waits);
    try (Pipeline<Integer, Void> pipeline =
        Pipeline.<Integer>named(NAME)
            .sink("hold", item -> assertThat(release.await(20, TimeUnit.SECONDS)).isTrue())
            .capacity(2)
            .threadFactory(
                work ->
                    new Thread(work) {
                      @Override
                      public void interrupt() {
                        super.interrupt();
                        interrupted.countDown();
                      }
                    })
            .build()) {
      pipeline.putIterator(source);
      pipeline.start();
      assertThat(source.asked.await(20, TimeUnit.SECONDS)).isTrue();
      Thread thread = new PipelineThreads(NAME).named("source");
      Threads.await(() -> PipelineThreads.waits(thread));
      FutureTask<Boolean> ending = end(pipeline, end);
      assertThat(interrupted.await(20, TimeUnit.SECONDS)).isTrue();
      release.countDown();
      assertEnds(ending, pipeline);
      assertThat(pipeline.state()).isEqualTo(end.state);
      assertThat(source.closed).isTrue();
      assertThat(assertBalanced(pipeline).accepted()).isEqualTo(source.given.get());
    }
  }

  /** It ends by itself, while somebody is about to interrupt it. */
  @ParameterizedTest
  @EnumSource(End.class)
  void shouldNotBeClosedBeforeItsInterruptHasCome(End end) throws Exception {
    CountDownLatch coming = new CountDownLatch(1);
    Closing source =
        new Closing() {
          @Override
          boolean hasMore() {
            try {
              assertThat(coming.await(20, TimeUnit.SECONDS)).isTrue();
            } catch (InterruptedException e) {
              throw new IllegalStateException("too early", e);
            }
            return false;
          }
        };
    class Late extends Thread {
      Late(Runnable work) {
        super(work);
      }

      @Override
      public void interrupt() {
        if (getName().equals(NAME + "-source")) {
          coming.countDown();
          try {
            assertThat(source.closing.await(50, TimeUnit.MILLISECONDS)).isFalse();
          } catch (InterruptedException e) {
            throw new IllegalStateException(e);
          }
        }
        super.interrupt();
      }
    }
    try (Pipeline<Integer, Integer> pipeline =
        Pipeline.<Integer>named(NAME).map("same", item -> item).threadFactory(Late::new).build()) {
      pipeline.putIterator(source);
      pipeline.start();
      assertThat(source.asked.await(20, TimeUnit.SECONDS)).isTrue();
      assertEnds(end(pipeline, end), pipeline);
      assertThat(pipeline.state()).isEqualTo(end.state);
      assertThat(source.closed).isTrue();
      assertBalanced(pipeline);
    }
  }

  /** The interrupt comes once: who is asked for the next item then has to learn of it. */
  @ParameterizedTest
  @EnumSource(End.class)
  void shouldInterruptNextIfTheInterruptCameInHasNext(End end) throws Exception {
    CountDownLatch asked = new CountDownLatch(1);
    Iterator<Integer> source =
        new Iterator<>() {
          @Override
          public boolean hasNext() {
            asked.countDown();
            Threads.await(() -> Thread.currentThread().isInterrupted());
            return true;
          }

          @Override
          public Integer next() {
            try {
              return new CountDownLatch(1).await(15, TimeUnit.SECONDS) ? 1 : 0;
            } catch (InterruptedException e) {
              throw new IllegalStateException(e);
            }
          }
        };
    try (Pipeline<Integer, Integer> pipeline =
        Pipeline.<Integer>named(NAME)
            .map("same", item -> item)
            .terminationTimeout(Duration.ofMinutes(1))
            .build()) {
      pipeline.putIterator(source);
      pipeline.start();
      assertThat(asked.await(20, TimeUnit.SECONDS)).isTrue();
      assertEnds(end(pipeline, end), pipeline);
      assertThat(pipeline.state()).isEqualTo(end.state);
      assertThat(assertBalanced(pipeline).accepted()).isZero();
    }
  }

  /** Its results end with an exception when the thread that pulls them is interrupted. */
  @Test
  void shouldWorkOffAtADrainWhatAnotherPipelineHasGiven() throws Exception {
    CountDownLatch pulled = new CountDownLatch(4);
    CountDownLatch release = new CountDownLatch(1);
    try (Pipeline<Integer, Integer> first =
            Pipeline.<Integer>named(NAME + "-first").map("same", item -> item).build();
        Pipeline<Integer, Void> second =
            Pipeline.<Integer>named(NAME + "-second")
                .sink("slow", item -> assertThat(release.await(20, TimeUnit.SECONDS)).isTrue())
                .build()) {
      second.putStream(first.results().peek(item -> pulled.countDown()));
      second.start();
      first.putAll(List.of(1, 2, 3, 4));
      assertThat(pulled.await(20, TimeUnit.SECONDS)).isTrue();
      Thread source = new PipelineThreads(NAME + "-second").named("source");
      Threads.await(() -> PipelineThreads.waits(source));
      FutureTask<Boolean> ending = end(second, End.DRAIN);
      assertThat(first.awaitTermination(DEADLINE)).isTrue(); // nobody pulls its results any more
      release.countDown();
      assertEnds(ending, second);
      assertThat(first.state()).isEqualTo(PipelineState.ABORTED);
      assertThatThrownBy(first::close).isInstanceOf(CutShortException.class); // by its puller
      assertThat(second.state()).isEqualTo(PipelineState.DRAINED);
      assertThat(second.count()).isEqualTo(4);
      assertNothingAbandoned(second);
    }
  }
}
