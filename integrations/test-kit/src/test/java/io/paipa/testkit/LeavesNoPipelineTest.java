package io.paipa.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import io.paipa.Pipeline;
import io.paipa.PipelineState;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.Timeout;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Events;

/** A test that leaves a pipeline behind fails, and says where its thread is. */
@Timeout(60)
class LeavesNoPipelineTest {
  private static final AtomicReference<@Nullable Pipeline<?, ?>> LEFT = new AtomicReference<>();

  @AfterEach
  void end() {
    Pipeline<?, ?> left = LEFT.getAndSet(null);
    if (left != null) {
      left.abort();
    }
  }

  private static Events run(Class<?> tests) {
    return EngineTestKit.engine("junit-jupiter")
        .selectors(selectClass(tests))
        .execute()
        .testEvents();
  }

  private static List<Throwable> failures(Class<?> tests) {
    return run(tests).failed().stream()
        .map(event -> event.getRequiredPayload(TestExecutionResult.class).getThrowable())
        .flatMap(Optional::stream)
        .toList();
  }

  @Test
  void shouldFailATestThatLeavesAPipelineRunning() {
    assertThat(failures(Leaving.class))
        .singleElement()
        .isInstanceOf(AssertionError.class)
        .asString()
        .contains("has left 2 threads of pipelines behind")
        .contains("left-step-0")
        .contains("    at ");
  }

  @Test
  void shouldWaitForAThreadThatHasNotBegunItsWork() throws InterruptedException {
    Thread test = Thread.currentThread();
    AtomicReference<@Nullable List<Throwable>> failures = new AtomicReference<>();
    LateThread.hold();
    Thread opener =
        new Thread(
            () -> {
              while (failures.get() == null && !isWaitingForThreads(test)) {
                Thread.onSpinWait();
              }
              LateThread.letGo();
            });
    opener.start();
    failures.set(failures(LeavingLate.class));
    opener.join();
    assertThat(failures.get()).singleElement().asString().contains("has left 2 threads");
  }

  /** The extension ends the test that is held, and has found something to wait for. */
  private static boolean isWaitingForThreads(Thread test) {
    return test.getState() == Thread.State.TIMED_WAITING
        && Arrays.stream(test.getStackTrace())
            .anyMatch(frame -> frame.getClassName().equals(NoPipelineLeft.class.getName()));
  }

  @Test
  void shouldLetATestPassThatEndsItsPipelines() {
    run(Ending.class).assertStatistics(counts -> counts.succeeded(1).failed(0));
  }

  @Test
  void shouldCloseThePipelinesOfTheKit() {
    run(OfTheKit.class).assertStatistics(counts -> counts.succeeded(1).failed(0));
    assertThat(LEFT.get()).matches(pipeline -> pipeline.state() == PipelineState.ABORTED);
  }

  @Test
  void shouldFailATestWhosePipelineHasFailed() {
    assertThat(failures(Failing.class)).singleElement().asString().contains("has failed");
  }

  @Test
  void shouldCloseThePipelinesOfFieldsAfterEachTest() {
    run(OfField.class).assertStatistics(counts -> counts.succeeded(2).failed(0));
    assertThat(LEFT.get()).matches(pipeline -> pipeline.state() == PipelineState.ABORTED);
  }

  @Test
  void shouldFailATestWhosePipelineInAFieldHasFailed() {
    assertThat(failures(FailingField.class)).singleElement().asString().contains("has failed");
  }

  @Test
  void shouldCloseThePipelinesOfAClassAfterItsLastTest() {
    run(OfClass.class).assertStatistics(counts -> counts.succeeded(2).failed(0));
    assertThat(LEFT.get()).matches(pipeline -> pipeline.state() == PipelineState.ABORTED);
  }

  @Test
  void shouldCloseThePipelinesOfAnInstanceThatTestsHaveInCommon() {
    run(OfInstance.class).assertStatistics(counts -> counts.succeeded(2).failed(0));
    assertThat(LEFT.get()).matches(pipeline -> pipeline.state() == PipelineState.ABORTED);
  }

  @Test
  void shouldTellOfAThreadOnce() {
    EngineTestKit.engine("junit-jupiter")
        .selectors(selectClass(Leaving.class))
        .execute()
        .allEvents()
        .assertStatistics(counts -> counts.failed(1));
  }

  private static PipelineTest<String, Integer> parsing() {
    PipelineTest<String, Integer> test =
        PipelineTest.of(Pipeline.<String>named("test").map("parse", Integer::valueOf));
    LEFT.set(test.pipeline());
    return test;
  }

  /** Run by the tests above alone. */
  @LeavesNoPipeline
  static class OfField {
    private final @Nullable Pipeline<?, ?> before = LEFT.get();
    private final PipelineTest<String, Integer> test = parsing();

    @RepeatedTest(2)
    void hasOneOfItsOwn() {
      assertThat(before).matches(pipeline -> pipeline == null || !pipeline.isAlive());
      test.put("1").expect(List.of(1));
    }
  }

  /** Run by the tests above alone. */
  @LeavesNoPipeline
  static class FailingField {
    private final PipelineTest<String, Integer> test = parsing();

    @Test
    void expectsNothing() {
      test.put("one");
    }
  }

  /** Run by the tests above alone. */
  @LeavesNoPipeline
  static class OfClass {
    @SuppressWarnings("NullAway.Init")
    private static PipelineTest<String, Integer> test;

    @BeforeAll
    static void begin() {
      test = parsing();
    }

    @RepeatedTest(2)
    void goesOn() {
      test.put("1").expect(List.of(1));
    }
  }

  /** Run by the tests above alone. */
  @LeavesNoPipeline
  @TestInstance(Lifecycle.PER_CLASS)
  static class OfInstance {
    private final PipelineTest<String, Integer> test = parsing();

    @RepeatedTest(2)
    void goesOn() {
      test.put("1").expect(List.of(1));
    }
  }

  /** Run by the tests above alone. */
  @LeavesNoPipeline
  static class Leaving {
    @Test
    void leaves() {
      LEFT.set(Pipeline.<Integer>named("left").sink("step", x -> {}).daemon(true).build().start());
    }
  }

  /** A thread that is held between its start and its work. */
  private static final class LateThread extends Thread {
    private static volatile boolean held;

    LateThread(Runnable work) {
      super(work);
      setDaemon(true);
    }

    static void hold() {
      held = true;
    }

    static void letGo() {
      held = false;
    }

    @Override
    public void run() {
      while (held) {
        // no call: it would show in the stack
      }
      super.run();
    }
  }

  /** Run by the tests above alone. */
  @LeavesNoPipeline
  static class LeavingLate {
    @Test
    void leaves() {
      LEFT.set(
          Pipeline.<Integer>named("late")
              .sink("step", x -> {})
              .threadFactory(LateThread::new)
              .build()
              .start());
    }
  }

  /** Run by the tests above alone. */
  @LeavesNoPipeline
  static class Ending {
    @Test
    void ends() throws InterruptedException {
      Pipeline<Integer, Void> pipeline =
          Pipeline.<Integer>named("ended").sink("step", x -> {}).build();
      pipeline.putIterable(List.of(1, 2, 3));
      pipeline.run();
    }
  }

  /** Run by the tests above alone. */
  @LeavesNoPipeline
  static class OfTheKit {
    @Test
    void leavesThatToTheExtension() {
      PipelineTest<Integer, Integer> test =
          PipelineTest.of(Pipeline.<Integer>named("test").map("same", x -> x)).put(1);
      LEFT.set(test.pipeline());
      test.expect(List.of(1));
    }
  }

  /** Run by the tests above alone. */
  @LeavesNoPipeline
  static class Failing {
    @Test
    void expectsNothing() {
      PipelineTest.of(Pipeline.<String>named("test").map("parse", Integer::valueOf)).put("one");
    }
  }
}
