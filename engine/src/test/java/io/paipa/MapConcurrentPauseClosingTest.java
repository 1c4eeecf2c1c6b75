package io.paipa;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Iterator;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A source is closed once, wherever its stream is between two pulls when that ends. */
class MapConcurrentPauseClosingTest extends StreamsThatPause {
  /** Where a stream may be when it is closed. */
  enum When {
    UNPULLED,
    RUNNING,
    COLLECTING,
    RESTING,
    RUNNING_AGAIN
  }

  @ParameterizedTest
  @EnumSource(When.class)
  void shouldCloseItsSourceOnceWhenItIsClosed(When when) throws InterruptedException {
    Table table = new Table();
    CountDownLatch inHand = new CountDownLatch(1);
    CountDownLatch release = new CountDownLatch(1);
    Stream<Integer> stream = map(table, quietly(2).capacity(4), blockingAt(1, inHand, release));
    Iterator<Integer> results = stream.iterator();
    if (when != When.UNPULLED) {
      assertThat(results.next()).isZero();
      await(inHand);
    }
    if (when == When.COLLECTING) {
      beginPause();
      Threads.await(() -> clock.waitingFor(LOOK) == 0);
    }
    if (when == When.RESTING || when == When.RUNNING_AGAIN) {
      beginPause();
      release.countDown();
      Threads.await(() -> Threads.of(NAME).isEmpty());
    }
    if (when == When.RUNNING_AGAIN) {
      Threads.await(() -> results.next() != null && !Threads.of(NAME).isEmpty());
    }
    assertThat(table.closed).hasValue(0);

    stream.close();

    assertThat(table.closed).hasValue(1);
    assertThat(table.iteratorsClosed).hasValue(when == When.UNPULLED ? 0 : 1);
    assertThat(Threads.of(NAME)).isEmpty();
    results.forEachRemaining(left -> assertThat(left).isNotNull());
    stream.close();
    assertThat(table.closed).hasValue(1);
  }

  @ParameterizedTest
  @EnumSource(
      value = When.class,
      names = {"RUNNING", "COLLECTING", "RESTING"})
  void shouldCloseItsSourceWhenNobodyHoldsItAnyMore(When when) throws InterruptedException {
    Table table = new Table();
    CountDownLatch inHand = new CountDownLatch(1);
    CountDownLatch release = new CountDownLatch(1);
    pullOneOf(map(table, quietly(2).capacity(4), blockingAt(1, inHand, release)));
    await(inHand);
    if (when == When.COLLECTING) {
      beginPause();
      Threads.await(() -> clock.waitingFor(LOOK) == 0);
    } else if (when == When.RESTING) {
      beginPause();
      release.countDown();
      Threads.await(() -> Threads.of(NAME).isEmpty());
    }
    Threads.await(
        () -> {
          System.gc();
          return table.closed.get() == 1;
        });
    assertThat(table.iteratorsClosed).hasValue(1);
  }

  private static void pullOneOf(Stream<Integer> stream) {
    assertThat(stream.findFirst()).contains(0);
  }

  @Test
  void shouldAbortWhenThePullerIsInterruptedWhileItsThreadsEnd() throws InterruptedException {
    CountDownLatch inHand = new CountDownLatch(1);
    Table table = new Table();
    CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
    Iterator<Integer> results =
        map(table, quietly(1), blockingAt(1, inHand, new CountDownLatch(1))).iterator();
    assertThat(results.next()).isZero();
    await(inHand);
    beginPause();
    Threads.await(() -> clock.waitingFor(LOOK) == 0);
    Thread puller =
        new Thread(
            () -> {
              assertThatThrownBy(results::next)
                  .isInstanceOf(CancellationException.class)
                  .hasMessage(
                      "pipeline 'mapConcurrent' was aborted: its puller was interrupted while"
                          + " waiting for a result");
              interrupted.complete(Thread.currentThread().isInterrupted());
            });
    puller.start();
    Threads.await(() -> PipelineThreads.waits(puller));
    puller.interrupt();
    assertThat(interrupted).succeedsWithin(20, TimeUnit.SECONDS).isEqualTo(true);
    assertThat(table.closed).hasValue(1);
    assertThat(results.hasNext()).isFalse();
  }
}
