package io.paipa;

import static io.paipa.LedgerAssert.assertBalanced;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A paused pipeline takes nothing more, and works off what it has. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class PauseTest {
  private final List<Object> seen = Collections.synchronizedList(new ArrayList<>());

  @AfterEach
  void shouldLeaveNoThread() {
    Threads.assertNoneOf("paused");
  }

  private Pipeline<Integer, Void> seeing() {
    return Pipeline.<Integer>named("paused").sink("see", seen::add).build();
  }

  private void awaitSeen(int count) {
    Threads.await(() -> seen.size() == count);
  }

  private static Thread waiting(FutureTask<?> call) {
    Thread thread = new Thread(call, "producer");
    thread.setDaemon(true);
    thread.start();
    Threads.await(
        () ->
            thread.getState() == Thread.State.TIMED_WAITING
                || thread.getState() == Thread.State.WAITING);
    return thread;
  }

  @Test
  void shouldLetProducersWaitAndWorkOffWhatItHas() throws Exception {
    CountDownLatch goOn = new CountDownLatch(1);
    try (Pipeline<Integer, Void> pipeline =
        Pipeline.<Integer>named("paused")
            .sink(
                "see",
                item -> {
                  goOn.await();
                  seen.add(item);
                })
            .build()) {
      pipeline.start();
      pipeline.put(1);
      pipeline.put(2);
      pipeline.pause();
      assertThat(pipeline.state()).isEqualTo(PipelineState.PAUSED);
      assertThat(pipeline.report().state()).isEqualTo(PipelineState.PAUSED);
      assertThat(pipeline.dump()).contains("PAUSED");
      assertThat(pipeline.isAlive()).isTrue();
      goOn.countDown();
      awaitSeen(2);
      assertThat(pipeline.offer(3)).isFalse();
      assertThat(pipeline.offer(3, Duration.ofMillis(5))).isFalse();
      assertThat(pipeline.inputQueue().offer(3)).isFalse();
      assertThat(pipeline.inputQueue().remainingCapacity()).isZero();
      FutureTask<Void> put =
          new FutureTask<>(
              () -> {
                pipeline.put(4);
                pipeline.putMeta("meta");
                return null;
              });
      FutureTask<CompletableFuture<Settlement>> submit =
          new FutureTask<>(() -> pipeline.submit(5).toCompletableFuture());
      waiting(put);
      waiting(submit);
      assertThat(seen).containsExactly(1, 2);
      pipeline.resume();
      put.get(20, TimeUnit.SECONDS);
      assertThat(submit.get(20, TimeUnit.SECONDS).get(20, TimeUnit.SECONDS))
          .isEqualTo(Settlement.DONE);
      assertThat(pipeline.offer(6)).isTrue();
      assertThat(pipeline.state()).isEqualTo(PipelineState.RUNNING);
      pipeline.stop();
      assertThat(seen).containsExactlyInAnyOrder(1, 2, 4, 5, 6);
    }
  }

  /** The wish of a caller that lifts the pause. */
  private enum Lift {
    FINISH,
    STOP,
    CLOSE,
    DRAIN
  }

  @ParameterizedTest
  @EnumSource
  void shouldBeLiftedByAnEnding(Lift how) throws InterruptedException {
    CountedNumbers source = new CountedNumbers(5_000);
    Pipeline<Integer, Void> pipeline = seeing();
    try (pipeline) {
      pipeline.putIterable(source);
      pipeline.pause();
      pipeline.start();
      assertThat(seen).isEmpty();
      switch (how) {
        case FINISH -> pipeline.finish();
        case STOP -> pipeline.stop();
        case CLOSE -> pipeline.close();
        case DRAIN -> pipeline.drain(Duration.ofSeconds(20));
      }
      pipeline.pause(); // it has no effect any more
    }
    boolean drained = how == Lift.DRAIN;
    assertThat(seen).hasSize(drained ? 0 : 5_000);
    assertThat(pipeline.state())
        .isEqualTo(drained ? PipelineState.DRAINED : PipelineState.COMPLETED);
    assertBalanced(pipeline);
  }

  @Test
  void shouldEndWithAnAbortAndRefuseTheProducersThatWait() throws Exception {
    Pipeline<Integer, Void> pipeline = seeing();
    try (pipeline) {
      pipeline.start();
      pipeline.pause();
      FutureTask<Void> put =
          new FutureTask<>(
              () -> {
                pipeline.put(1);
                return null;
              });
      waiting(put);
      pipeline.abort();
      assertThatThrownBy(() -> put.get(20, TimeUnit.SECONDS))
          .isInstanceOf(ExecutionException.class);
      assertThat(pipeline.state()).isEqualTo(PipelineState.ABORTED);
    }
    assertThat(seen).isEmpty();
  }

  @Test
  void shouldTakeWhatWasPutBeforeTheStart() throws InterruptedException {
    try (Pipeline<Integer, Void> pipeline = seeing()) {
      pipeline.put(1);
      pipeline.pause();
      pipeline.put(2);
      assertThat(pipeline.state()).isEqualTo(PipelineState.NEW);
      pipeline.start();
      awaitSeen(2);
      assertThat(pipeline.state()).isEqualTo(PipelineState.PAUSED);
      pipeline.stop();
    }
  }
}
