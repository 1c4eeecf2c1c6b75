package io.paipa;

import static io.paipa.Settlement.ABANDONED;
import static io.paipa.Settlement.DEAD_LETTERED;
import static io.paipa.Settlement.DONE;
import static io.paipa.Settlement.FAILED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A producer is told what became of the item that it has put. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class SubmitTest {
  private static final String NAME = "submitting";

  @AfterEach
  void shouldLeaveNoThread() {
    Threads.assertNoneOf(NAME);
  }

  private static Builder<Integer, Integer> named() {
    return Pipeline.named(NAME);
  }

  private static Settlement get(CompletableFuture<Settlement> answer)
      throws ExecutionException, InterruptedException, TimeoutException {
    return answer.get(20, TimeUnit.SECONDS);
  }

  @Test
  void shouldAnswerWhenTheItemIsDone() throws Exception {
    try (Pipeline<Integer, Void> pipeline =
        named()
            .sink(
                "choosy",
                item -> {
                  if (item == 2) {
                    throw new IllegalStateException("no");
                  }
                })
            .onFailure(FailurePolicy.deadLetter(failed -> {}))
            .build()) {
      var before = pipeline.submit(1).toCompletableFuture();
      pipeline.start();
      var after = pipeline.submit(2).toCompletableFuture();
      assertThat(get(before)).isEqualTo(DONE);
      assertThat(get(after)).isEqualTo(DEAD_LETTERED);
      pipeline.stop();
    }
  }

  @Test
  void shouldAnswerManyProducers() throws Exception {
    List<CompletableFuture<Settlement>> answers = Collections.synchronizedList(new ArrayList<>());
    try (Pipeline<Integer, Void> pipeline =
        named()
            .map("next", item -> item + 1)
            .workers(4)
            .sink("sum", item -> {})
            .workers(2)
            .build()) {
      pipeline.start();
      List<FutureTask<Void>> producers = new ArrayList<>();
      for (int producer = 0; producer < 64; producer++) {
        FutureTask<Void> task =
            new FutureTask<>(
                () -> {
                  for (int item = 0; item < 500; item++) {
                    answers.add(pipeline.submit(item).toCompletableFuture());
                  }
                  return null;
                });
        producers.add(task);
        new Thread(task).start();
      }
      for (FutureTask<Void> producer : producers) {
        producer.get(30, TimeUnit.SECONDS);
      }
      pipeline.stop();
    }
    assertThat(answers).hasSize(32_000).allMatch(CompletableFuture::isDone);
    assertThat(answers).allMatch(answer -> answer.join() == DONE);
  }

  @Test
  void shouldAnswerWhenThePipelineFails() throws Exception {
    CountDownLatch release = new CountDownLatch(1);
    try (Pipeline<Integer, Void> pipeline =
        named()
            .sink(
                "failing",
                item -> {
                  assertThat(release.await(20, TimeUnit.SECONDS)).isTrue();
                  throw new IllegalStateException("no");
                })
            .build()) {
      pipeline.start();
      var failing = pipeline.submit(1).toCompletableFuture();
      var behind = pipeline.submit(2).toCompletableFuture();
      release.countDown();
      assertThatThrownBy(pipeline::stop).isInstanceOf(PipelineException.class);
      assertThat(get(failing)).isEqualTo(FAILED);
      assertThat(get(behind)).isEqualTo(ABANDONED);
      assertThatThrownBy(() -> pipeline.submit(3)).isInstanceOf(PipelineException.class);
    }
  }

  @Test
  void shouldAbandonWhatWasSubmittedToAPipelineThatIsNeverStarted() throws Exception {
    Pipeline<Integer, Void> pipeline = named().sink("never", item -> {}).build();
    var answer = pipeline.submit(1).toCompletableFuture();
    pipeline.close();
    assertThat(get(answer)).isEqualTo(ABANDONED);
  }

  @Test
  void shouldCallAnAcknowledgementOnce() throws Exception {
    List<Settlement> told = Collections.synchronizedList(new ArrayList<>());
    try (Pipeline<Integer, Void> pipeline = named().sink("store", item -> {}).build()) {
      pipeline.start();
      while (!pipeline.offer(1, told::add)) {
        Thread.onSpinWait();
      }
      pipeline.stop();
    }
    assertThat(told).containsExactly(DONE);
  }

  /** What is not put in has no outcome. */
  @Test
  void shouldNotCallTheAcknowledgementOfWhatIsRefused() throws Exception {
    List<Settlement> told = Collections.synchronizedList(new ArrayList<>());
    CountDownLatch release = new CountDownLatch(1);
    try (Pipeline<Integer, Void> pipeline =
        named()
            .sink("slow", item -> assertThat(release.await(20, TimeUnit.SECONDS)).isTrue())
            .capacity(2)
            .build()) {
      pipeline.start();
      int put = 0;
      boolean more = true;
      for (int refusals = 0; refusals < 100; refusals += more ? 0 : 1) {
        more = pipeline.offer(put, told::add);
        put += more ? 1 : 0;
      }
      release.countDown();
      pipeline.finish();
      assertThatThrownBy(() -> pipeline.offer(9, told::add))
          .isInstanceOf(IllegalStateException.class);
      pipeline.stop();
      assertThat(told).hasSize(put).containsOnly(DONE);
    }
  }

  @Test
  void shouldFailThePipelineWhenAnAcknowledgementThrows() throws Exception {
    try (Pipeline<Integer, Void> pipeline = named().sink("store", item -> {}).build()) {
      pipeline.start();
      while (!pipeline.offer(
          1,
          outcome -> {
            throw new java.io.IOException("broker is gone");
          })) {
        Thread.onSpinWait();
      }
      PipelineException failure = catchThrowableOfType(PipelineException.class, pipeline::stop);
      assertThat(failure)
          .hasMessageContaining("an acknowledgement failed")
          .hasRootCauseMessage("broker is gone");
      assertThat(failure.item()).contains(1);
    }
  }

  /** It is completed by the worker, which goes on whatever follows there. */
  @Test
  void shouldGoOnWhenWhatFollowsAnAnswerThrows() throws Exception {
    try (Pipeline<Integer, Void> pipeline = named().sink("store", item -> {}).build()) {
      pipeline.start();
      var following =
          pipeline
              .submit(1)
              .thenAccept(
                  outcome -> {
                    throw new IllegalStateException("mine");
                  })
              .toCompletableFuture();
      pipeline.stop();
      assertThat(following).isCompletedExceptionally();
    }
  }

  @Test
  void shouldWaitForRoom() throws Exception {
    CountDownLatch release = new CountDownLatch(1);
    List<CompletableFuture<Settlement>> answers = Collections.synchronizedList(new ArrayList<>());
    try (Pipeline<Integer, Void> pipeline =
        named()
            .sink("slow", item -> assertThat(release.await(20, TimeUnit.SECONDS)).isTrue())
            .capacity(2)
            .build()) {
      pipeline.start();
      FutureTask<Void> producer =
          new FutureTask<>(
              () -> {
                for (int i = 0; i < 20; i++) {
                  answers.add(pipeline.submit(i).toCompletableFuture());
                }
                return null;
              });
      Thread thread = new Thread(producer);
      thread.start();
      Threads.await(() -> thread.getState() == Thread.State.TIMED_WAITING);
      assertThat(answers.size()).isLessThan(20);
      release.countDown();
      producer.get(20, TimeUnit.SECONDS);
      pipeline.stop();
    }
    assertThat(answers).hasSize(20).allMatch(answer -> answer.join() == DONE);
  }

  @Test
  void shouldRefuseAnIteratorStep() {
    Pipeline<Integer, Integer> pipeline = named().iterate("own", items -> items).build();
    assertThatThrownBy(() -> pipeline.submit(1))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("step 'own'")
        .hasMessageContaining("submit is refused");
    assertThatThrownBy(() -> pipeline.offer(1, outcome -> {}))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> pipeline.putAcknowledged(Topic.of(List.of(1))))
        .isInstanceOf(IllegalStateException.class);
    pipeline.close();
  }

  @Test
  void shouldAbandonWhatADrainCutsOff() throws Exception {
    CountDownLatch inSink = new CountDownLatch(1);
    try (Pipeline<Integer, Void> pipeline =
        named()
            .sink(
                "stuck",
                item -> {
                  inSink.countDown();
                  new CountDownLatch(1).await();
                })
            .build()) {
      pipeline.start();
      var stuck = pipeline.submit(1).toCompletableFuture();
      var behind = pipeline.submit(2).toCompletableFuture();
      assertThat(inSink.await(20, TimeUnit.SECONDS)).isTrue();
      assertThat(pipeline.drain(Duration.ofMillis(1)).state()).isEqualTo(PipelineState.ABORTED);
      assertThat(get(stuck)).isEqualTo(ABANDONED);
      assertThat(get(behind)).isEqualTo(ABANDONED);
    }
  }

  /** The results stay to be pulled after the end of the workers; they are dealt with by that. */
  @Test
  void shouldAnswerForResultsWhenTheyArePulled() throws Exception {
    try (Pipeline<Integer, Integer> pipeline = named().map("same", item -> item).build()) {
      var first = pipeline.submit(1).toCompletableFuture();
      var second = pipeline.submit(2).toCompletableFuture();
      var third = pipeline.submit(3).toCompletableFuture();
      pipeline.finish();
      try (Stream<Integer> results = pipeline.results()) {
        assertThat(pipeline.awaitTermination(Duration.ofSeconds(20))).isTrue();
        assertThat(first).isNotDone();
        Iterator<Integer> each = results.iterator();
        assertThat(each.next()).isOne();
        assertThat(each.next()).isEqualTo(2);
        assertThat(first).isCompletedWithValue(DONE);
        assertThat(second).isNotDone();
      }
      assertThat(second).isCompletedWithValue(ABANDONED); // nobody has said that it is dealt with
      assertThat(third).isCompletedWithValue(ABANDONED);
    }
  }
}
