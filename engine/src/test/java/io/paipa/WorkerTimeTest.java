package io.paipa;

import static io.paipa.StepOptions.options;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the workers spend their time on, by a clock that stands still unless it is moved. */
@Timeout(60)
class WorkerTimeTest {
  private static final Duration SECOND = Duration.ofSeconds(1);

  private final HandClock clock = new HandClock();

  private static WorkerTime of(Pipeline<?, ?> pipeline, int step) {
    return pipeline.report().steps().get(step).workerTime();
  }

  private static List<WorkerActivity> doing(Pipeline<?, ?> pipeline) {
    return pipeline.report().steps().get(0).workerActivities();
  }

  private static void await(CountDownLatch latch) throws InterruptedException {
    assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void shouldBeNothingBeforeTheStart() {
    try (Pipeline<Integer, Void> pipeline =
        Pipeline.<Integer>named("new").sink("work", item -> {}).build()) {
      assertThat(of(pipeline, 0)).isEqualTo(WorkerTime.NONE);
      assertThat(of(pipeline, 0).share(Duration.ZERO)).isZero();
      assertThat(doing(pipeline)).containsExactly(WorkerActivity.NOT_STARTED);
    }
  }

  @Test
  void shouldBeWaitingWhereThereIsNothingToDo() throws InterruptedException {
    try (Pipeline<Integer, Void> pipeline =
        clock.build(Pipeline.<Integer>named("idle").sink("work", item -> {}).workers(3))) {
      pipeline.start();
      Threads.await(() -> pipeline.dump().contains("3 workers waiting"));
      clock.advance(SECOND);

      assertThat(of(pipeline, 0).waiting()).isEqualTo(Duration.ofSeconds(3));
      assertThat(of(pipeline, 0).lifetime()).isEqualTo(Duration.ofSeconds(3));
      assertThat(pipeline.report().steps().get(0).busyWorkers()).isZero();
      assertThat(doing(pipeline)).containsOnly(WorkerActivity.WAITING).hasSize(3);
      pipeline.stop();
      assertThat(doing(pipeline)).containsOnly(WorkerActivity.ENDED).hasSize(3);
    }
  }

  @Test
  void shouldBeBusyInTheStepsCode() throws InterruptedException {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    try (Pipeline<Integer, Void> pipeline =
        clock.build(
            Pipeline.<Integer>named("busy")
                .sink(
                    "work",
                    item -> {
                      begun.countDown();
                      await(goOn);
                    }))) {
      pipeline.start();
      pipeline.put(1);
      await(begun);
      clock.advance(SECOND);

      assertThat(of(pipeline, 0).busy()).isEqualTo(SECOND);
      assertThat(of(pipeline, 0).share(of(pipeline, 0).busy())).isEqualTo(1);
      assertThat(pipeline.report().steps().get(0).busyWorkers()).isEqualTo(1);
      assertThat(doing(pipeline)).containsExactly(WorkerActivity.PROCESSING);
      goOn.countDown();
      pipeline.stop();
    }
  }

  /** The last item of the first step finds no room, and the second step does not go on. */
  @Test
  void shouldBeBlockedWhereTheNextStepHasNoRoom() throws InterruptedException {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    try (Pipeline<Integer, Void> pipeline =
        clock.build(
            Pipeline.<Integer>named("blocked")
                .map("first", (Integer item) -> item)
                .with(options().capacity(64))
                .sink(
                    "second",
                    item -> {
                      begun.countDown();
                      await(goOn);
                    })
                .capacity(2))) {
      pipeline.start();
      for (int i = 0; i < 20; i++) {
        pipeline.put(i);
      }
      await(begun);
      Threads.await(() -> pipeline.dump().contains("1 worker waiting for room behind"));
      clock.advance(SECOND);

      assertThat(of(pipeline, 0).blocked()).isEqualTo(SECOND);
      assertThat(of(pipeline, 0).busy()).isZero();
      assertThat(of(pipeline, 1).busy()).isEqualTo(SECOND);
      goOn.countDown();
      Report report = pipeline.stop();
      assertThat(report.steps().get(0).done()).isEqualTo(20);
      assertThat(report.steps().get(0).workerTime().lifetime()).isEqualTo(SECOND);
    }
  }

  @Test
  void shouldBeBlockedWhereTheEndOfAStepFindsNoRoom() throws InterruptedException {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    try (Pipeline<Integer, Void> pipeline =
        clock.build(
            Pipeline.<Integer>named("ending")
                .map("first", (Integer item) -> item)
                .sink(
                    "second",
                    item -> {
                      begun.countDown();
                      await(goOn);
                    })
                .capacity(2))) {
      pipeline.putAll(List.of(1, 2, 3));
      pipeline.finish();
      pipeline.start();
      await(begun);
      Threads.await(() -> isBlockedForASecond(pipeline)); // it may be for moments before
      goOn.countDown();
      pipeline.stop();
    }
  }

  private boolean isBlockedForASecond(Pipeline<?, ?> pipeline) {
    Duration before = of(pipeline, 0).blocked();
    clock.advance(SECOND);
    return of(pipeline, 0).blocked().minus(before).equals(SECOND);
  }

  /** A hook is called while the worker waits: that time is the hook's. */
  @Test
  void shouldBeBusyInAHookWhileThereIsNothingToDo() throws InterruptedException {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    Step<Integer, Integer> step =
        new Step<>() {
          @Override
          public void process(Integer item, Emitter<Integer> out) {}

          @Override
          public void onInputEmpty(Emitter<Integer> out) throws InterruptedException {
            begun.countDown();
            await(goOn);
          }
        };
    try (Pipeline<Integer, Integer> pipeline =
        clock.build(Pipeline.<Integer>named("hook").step("work", () -> step))) {
      pipeline.start();
      await(begun);
      clock.advance(SECOND);
      assertThat(of(pipeline, 0).busy()).isEqualTo(SECOND);

      goOn.countDown();
      Threads.await(() -> pipeline.dump().contains("1 worker waiting"));
      clock.advance(SECOND);
      assertThat(of(pipeline, 0))
          .isEqualTo(new WorkerTime(SECOND, Duration.ZERO, SECOND, Duration.ZERO));
      pipeline.stop();
    }
  }

  @Test
  void shouldBeWaitingWhereAnIteratorStepPulls() throws InterruptedException {
    try (Pipeline<Integer, Integer> pipeline =
        clock.build(Pipeline.<Integer>named("pulling").iterate("work", items -> items))) {
      pipeline.start();
      Threads.await(() -> pipeline.dump().contains("1 worker waiting"));
      clock.advance(SECOND);

      assertThat(of(pipeline, 0).waiting()).isEqualTo(SECOND);
      pipeline.stop();
    }
  }

  @Test
  void shouldEndWithTheWorkers() throws InterruptedException {
    try (Pipeline<Integer, Void> pipeline =
        clock.build(Pipeline.<Integer>named("ended").sink("work", item -> {}))) {
      pipeline.start();
      Threads.await(() -> pipeline.dump().contains("1 worker waiting"));
      clock.advance(SECOND);
      Report report = pipeline.stop();
      clock.advance(SECOND);

      assertThat(report.steps().get(0).workerTime().lifetime()).isEqualTo(SECOND);
      assertThat(of(pipeline, 0).lifetime()).isEqualTo(SECOND);
    }
  }
}
