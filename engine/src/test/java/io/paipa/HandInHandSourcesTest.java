package io.paipa;

import static io.paipa.LedgerAssert.assertNothingAbandoned;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.AbstractList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A source may wait for its own items: each is handed on before the next is asked for. */
class HandInHandSourcesTest {
  @AfterEach
  void shouldLeaveNoThread() {
    Threads.assertNoneOf("lazy");
  }

  private static void acquire(Semaphore semaphore) {
    try {
      assertThat(semaphore.tryAcquire(20, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void shouldPublishEachItemBeforeTheNextIsAskedFor(int workers) throws InterruptedException {
    Semaphore done = new Semaphore(1);
    Iterator<Integer> handInHand = IntStream.range(0, 2_000).peek(item -> acquire(done)).iterator();
    try (Pipeline<Integer, Void> pipeline =
        Pipeline.<Integer>named("lazy")
            .map("same", item -> item)
            .workers(workers)
            .sink("done", item -> done.release())
            .workers(workers)
            .build()) {
      pipeline.putIterator(handInHand);
      pipeline.run();
      assertThat(pipeline.count()).isEqualTo(2_000);
      assertNothingAbandoned(pipeline);
    }
  }

  /** Two items, the first of which waits for the second; nobody comes later and wakes anybody. */
  @Test
  void shouldLeaveNothingLyingWhileTheyHaveNoMoreToGive() throws InterruptedException {
    Semaphore next = new Semaphore(1);
    Semaphore second = new Semaphore(0);
    PipelineThreads workers = new PipelineThreads("lazy-pair");
    Iterator<Integer> inPairs =
        IntStream.range(0, 1_000)
            .peek(
                item -> {
                  if (item % 2 == 0) {
                    acquire(next);
                    workers.awaitIdle(2);
                  }
                })
            .iterator();
    try (Pipeline<Integer, Void> pipeline =
        Pipeline.<Integer>named("lazy")
            .sink(
                "pair",
                item -> {
                  if (item % 2 == 1) {
                    second.release();
                  } else {
                    acquire(second);
                    next.release();
                  }
                })
            .workers(2)
            .build()) {
      pipeline.putIterator(inPairs);
      pipeline.run();
      assertThat(pipeline.count()).isEqualTo(1_000);
      assertNothingAbandoned(pipeline);
    }
  }

  /** A list of somebody's own may make its elements when they are asked for. */
  private static List<Integer> handInHand(Semaphore done) {
    return new AbstractList<>() {
      @Override
      public Integer get(int index) {
        acquire(done);
        return index;
      }

      @Override
      public int size() {
        return 100;
      }
    };
  }

  private static void assertPulledHandInHand(List<Integer> handInHand, Semaphore done)
      throws InterruptedException {
    try (Pipeline<Integer, Void> pipeline =
        Pipeline.<Integer>named("lazy")
            .map("same", item -> item)
            .workers(2)
            .sink("done", item -> done.release())
            .build()) {
      pipeline.putIterable(handInHand);
      pipeline.run();
      assertThat(pipeline.count()).isEqualTo(100);
      assertNothingAbandoned(pipeline);
    }
  }

  @Test
  void shouldNotBeReadAheadWhereTheyAreListsOfTheUsers() throws InterruptedException {
    Semaphore done = new Semaphore(1);
    assertPulledHandInHand(handInHand(done), done);
  }

  /** The view is the JDK's, what is seen through it is not. */
  @Test
  @EnabledForJreRange(min = JRE.JAVA_21)
  @SuppressWarnings("unchecked")
  void shouldNotBeReadAheadWhereTheyAreViewsOfListsOfTheUsers() throws Exception {
    Semaphore done = new Semaphore(1);
    Object reversed = List.class.getMethod("reversed").invoke(handInHand(done));
    assertPulledHandInHand((List<Integer>) reversed, done);
  }
}
