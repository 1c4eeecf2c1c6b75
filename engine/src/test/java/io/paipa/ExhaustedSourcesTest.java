package io.paipa;

import static io.paipa.LedgerAssert.assertNothingAbandoned;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Sources are pulled one after another. Their end is the pipeline's only where nothing else can
 * come.
 */
class ExhaustedSourcesTest {
  @AfterEach
  void shouldLeaveNoThread() {
    Threads.assertNoneOf("lazy");
  }

  @Test
  void shouldBePulledOneAfterAnotherInTheOrderOfTheCalls() throws InterruptedException {
    List<Integer> seen = Collections.synchronizedList(new ArrayList<>());
    try (Pipeline<Integer, Void> pipeline =
        Pipeline.<Integer>named("lazy").sink("see", seen::add).build()) {
      pipeline.put(0);
      pipeline.putIterable(List.of(1, 2));
      pipeline.putAll(List.of(3, 4));
      pipeline.putIterator(List.of(5).iterator());
      pipeline.putStream(Stream.of(6, 7));
      pipeline.put(8);
      pipeline.finish();
      pipeline.run();
      assertThat(seen).containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8);
      assertNothingAbandoned(pipeline);
    }
  }

  @Test
  void shouldFinishBehindSourcesThatWereHandedOverWhileRunning() throws InterruptedException {
    try (Pipeline<Integer, Void> pipeline =
        Pipeline.<Integer>named("lazy").sink("see", item -> {}).workers(2).build()) {
      pipeline.start();
      for (int i = 0; i < 10; i++) {
        pipeline.putIterator(IntStream.range(0, 1_000).iterator());
      }
      pipeline.stop();
      assertThat(pipeline.count()).isEqualTo(10_000);
      assertNothingAbandoned(pipeline);
    }
  }

  @Test
  void shouldNotFinishByThemselvesWhenHandedOverWhileRunning() throws InterruptedException {
    try (Pipeline<Integer, Void> pipeline =
        Pipeline.<Integer>named("lazy").sink("see", item -> {}).build()) {
      pipeline.start();
      pipeline.putIterable(List.of(1));
      Threads.await(() -> pipeline.count() == 1);
      assertThat(pipeline.awaitTermination(Duration.ofMillis(20))).isFalse();
      pipeline.put(2);
      pipeline.stop();
      assertThat(pipeline.count()).isEqualTo(2);
    }
  }

  @Test
  void shouldEndAQueueAtItsMarkerAndFinishThen() throws InterruptedException {
    BlockingQueue<Integer> queue = new LinkedBlockingQueue<>(List.of(1, 2, -1, 3));
    try (Pipeline<Integer, Void> pipeline =
        Pipeline.<Integer>named("lazy").sink("see", item -> {}).build()) {
      pipeline.putQueue(queue, item -> item == -1);
      pipeline.run();
      assertThat(pipeline.count()).isEqualTo(2);
      assertThat(queue).containsExactly(3);
    }
  }

  @Test
  void shouldWaitOnForAQueueWhenTheSourceThreadIsInterrupted() throws InterruptedException {
    BlockingQueue<Integer> queue = new LinkedBlockingQueue<>();
    try (Pipeline<Integer, Void> pipeline =
        Pipeline.<Integer>named("lazy").sink("see", item -> {}).build()) {
      pipeline.putQueue(queue, item -> item == -1);
      pipeline.start();
      Thread source = new PipelineThreads("lazy").named("source");
      Threads.await(() -> PipelineThreads.waits(source));
      source.interrupt();
      Threads.await(() -> !source.isInterrupted() && PipelineThreads.waits(source));
      queue.addAll(List.of(1, 2, -1));
      assertThat(pipeline.awaitTermination(Duration.ofSeconds(20))).isTrue();
      assertThat(pipeline.state()).isEqualTo(PipelineState.COMPLETED);
      assertThat(pipeline.count()).isEqualTo(2);
    }
  }

  /** Waits until the source thread has fed what it had, and waits for more. */
  private static void awaitExhausted() {
    Thread source = new PipelineThreads("lazy").named("source");
    Threads.await(() -> PipelineThreads.waits(source));
  }

  /** The queue is one that does not end: so neither does the pipeline with the list. */
  @Test
  void shouldGoOnForAQueueBesideAListThatHasEnded() throws InterruptedException {
    BlockingQueue<Integer> queue = new LinkedBlockingQueue<>();
    try (Pipeline<Integer, Void> pipeline =
        Pipeline.<Integer>named("lazy").sink("see", item -> {}).build()) {
      pipeline.putIterable(List.of(1, 2));
      pipeline.putQueue(queue);
      pipeline.start();
      Threads.await(() -> pipeline.count() == 2);
      awaitExhausted();
      assertThat(pipeline.state()).isEqualTo(PipelineState.RUNNING);
      queue.add(3);
      Threads.await(() -> pipeline.count() == 3);
      pipeline.stop();
      assertNothingAbandoned(pipeline);
    }
  }

  @Test
  void shouldNotEndARunForeverWithTheirLast() throws Exception {
    try (Pipeline<Integer, Void> pipeline =
        Pipeline.<Integer>named("lazy").sink("see", item -> {}).build()) {
      pipeline.putIterable(List.of(1));
      FutureTask<PipelineState> run =
          new FutureTask<>(
              () -> {
                pipeline.runForever();
                return pipeline.state();
              });
      new Thread(run).start();
      Threads.await(() -> pipeline.count() == 1);
      awaitExhausted();
      assertThat(pipeline.state()).isEqualTo(PipelineState.RUNNING);
      assertThat(pipeline.isAlive()).isTrue();
      pipeline.put(2);
      Threads.await(() -> pipeline.count() == 2);
      assertThat(run.isDone()).isFalse();
      pipeline.finish();
      assertThat(run.get(20, TimeUnit.SECONDS)).isEqualTo(PipelineState.COMPLETED);
      assertNothingAbandoned(pipeline);
    }
  }
}
