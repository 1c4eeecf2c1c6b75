package io.paipa.testkit;

import static io.paipa.testkit.Numbers.numbers;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.paipa.Builder;
import io.paipa.Emitter;
import io.paipa.Pipeline;
import io.paipa.PipelineState;
import io.paipa.Step;
import io.paipa.StepReport;
import io.paipa.WorkerActivity;
import io.paipa.WorkerTime;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the workers spend their time on. */
@LeavesNoPipeline
@Timeout(60)
class WorkerTimeTest {
  private static final Duration NONE = Duration.ZERO;
  private static final Duration SECOND = ofSeconds(1);

  private final CountDownLatch goOn = new CountDownLatch(1);

  @Test
  void shouldBeNothingBeforeTheStart() {
    try (Pipeline<Integer, Void> pipeline =
        Pipeline.<Integer>named("new").sink("work", item -> {}).build()) {
      StepReport step = pipeline.report().steps().get(0);

      assertThat(step.workerTime()).isEqualTo(WorkerTime.NONE);
      assertThat(step.workerTime().share(NONE)).isZero();
      assertThat(step.workerActivities()).containsExactly(WorkerActivity.NOT_STARTED);
    }
  }

  @Test
  void shouldBeWaitingWhereThereIsNothingToDo() {
    PipelineTest<Integer, Void> test =
        PipelineTest.of(Pipeline.<Integer>named("idle").sink("work", item -> {}).workers(3))
            .advance(SECOND);

    StepReport step = test.step("work");
    assertThat(step.workerTime()).isEqualTo(new WorkerTime(NONE, NONE, ofSeconds(3), NONE));
    assertThat(step.busyWorkers()).isZero();
    assertThat(step.workerActivities()).containsOnly(WorkerActivity.WAITING).hasSize(3);

    test.finish();
    assertThat(test.step("work").workerActivities()).containsOnly(WorkerActivity.ENDED).hasSize(3);
  }

  @Test
  void shouldBeBusyInTheStepsCode() {
    StepReport step =
        PipelineTest.of(Pipeline.<Integer>named("busy").sink("work", item -> goOn.await()))
            .mayWait("work")
            .put(1)
            .advance(SECOND)
            .step("work");

    assertThat(step.workerTime()).isEqualTo(new WorkerTime(SECOND, NONE, NONE, NONE));
    assertThat(step.workerTime().share(SECOND)).isEqualTo(1);
    assertThat(step.busyWorkers()).isEqualTo(1);
    assertThat(step.workerActivities()).containsExactly(WorkerActivity.PROCESSING);
  }

  private Builder<Integer, Integer> waitingInTheSecond() {
    return Pipeline.<Integer>named("blocked")
        .map("first", (Integer item) -> item)
        .capacity(64)
        .map(
            "second",
            item -> {
              goOn.await();
              return item;
            })
        .capacity(2);
  }

  /** The last item of the first step finds no room, and the second step does not go on. */
  @Test
  void shouldBeBlockedWhereTheNextStepHasNoRoom() {
    PipelineTest<Integer, Integer> test =
        PipelineTest.of(waitingInTheSecond())
            .mayWait("second")
            .putAll(numbers(0, 20))
            .advance(SECOND);
    assertThat(test.pipeline().dump()).contains("1 worker waiting for room behind");
    assertThat(test.step("first").workerTime()).isEqualTo(new WorkerTime(NONE, SECOND, NONE, NONE));
    assertThat(test.step("second").workerTime())
        .isEqualTo(new WorkerTime(SECOND, NONE, NONE, NONE));

    goOn.countDown();

    test.expect(numbers(0, 20));
    StepReport first = Ledger.assertFinishes(test).steps().get(0);
    assertThat(first.done()).isEqualTo(20);
    assertThat(first.workerTime().lifetime()).isEqualTo(SECOND);
  }

  @Test
  void shouldBeBlockedWhereTheEndOfAStepFindsNoRoom() {
    PipelineTest<Integer, Integer> test =
        PipelineTest.of(waitingInTheSecond())
            .mayWait("second")
            .put(1, 2, 3)
            .finish()
            .advance(SECOND);

    assertThat(test.pipeline().state()).isEqualTo(PipelineState.FINISHING);
    assertThat(test.step("first").done()).isEqualTo(3);
    assertThat(test.step("first").workerTime()).isEqualTo(new WorkerTime(NONE, SECOND, NONE, NONE));
  }

  /** A hook is called while the worker waits: that time is the hook's. */
  @Test
  void shouldBeBusyInAHookWhileThereIsNothingToDo() {
    Step<Integer, Integer> step =
        new Step<>() {
          @Override
          public void process(Integer item, Emitter<Integer> out) {
            out.emit(item);
          }

          @Override
          public void onInputEmpty(Emitter<Integer> out) throws InterruptedException {
            goOn.await();
          }
        };
    PipelineTest<Integer, Integer> test =
        PipelineTest.of(Pipeline.<Integer>named("hook").step("work", () -> step))
            .mayWait("work")
            .advance(SECOND);
    assertThat(test.step("work").workerTime()).isEqualTo(new WorkerTime(SECOND, NONE, NONE, NONE));

    goOn.countDown();

    test.put(1).expect(List.of(1)).advance(SECOND);
    assertThat(test.step("work").workerTime())
        .isEqualTo(new WorkerTime(SECOND, NONE, SECOND, NONE));
  }

  @Test
  void shouldBeWaitingWhereAnIteratorStepPulls() {
    StepReport step =
        PipelineTest.of(Pipeline.<Integer>named("pulling").iterate("work", items -> items))
            .advance(SECOND)
            .step("work");

    assertThat(step.workerTime()).isEqualTo(new WorkerTime(NONE, NONE, SECOND, NONE));
  }

  @Test
  void shouldEndWithTheWorkers() {
    PipelineTest<Integer, Void> test =
        PipelineTest.of(Pipeline.<Integer>named("ended").sink("work", item -> {}))
            .advance(SECOND)
            .finish()
            .advance(SECOND);

    assertThat(test.step("work").workerTime().lifetime()).isEqualTo(SECOND);
  }
}
