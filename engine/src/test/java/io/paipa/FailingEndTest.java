package io.paipa;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.paipa.internal.platform.TimeSource;
import java.lang.reflect.Field;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Errors in the engine's own threads, outside all user code: everybody who waits goes on. */
class FailingEndTest {
  private static final String NAME = "dying";

  @AfterEach
  void shouldLeaveNoThread() {
    Threads.assertNoneOf(NAME);
  }

  /** Fails, when told to, in threads whose names begin so. */
  private record FailingClock(String prefix, AtomicBoolean fails) implements TimeSource {
    @Override
    public long nanoTime() {
      if (fails.get() && Thread.currentThread().getName().startsWith(prefix)) {
        throw new OutOfMemoryError("no time");
      }
      return System.nanoTime();
    }
  }

  private static <I, O> Pipeline<I, O> build(Builder<I, O> builder, TimeSource clock) {
    return Door.open(builder.definition(), clock);
  }

  @Test
  void shouldEndWhenTheLastThreadDiesWhileItSettles() throws InterruptedException {
    AtomicBoolean fails = new AtomicBoolean();
    class Last implements Step<Integer, Integer> {
      @Override
      public void process(Integer item, Emitter<Integer> out) {
        out.emit(item);
      }

      @Override
      public void onStepStop(StepContext<Integer> context) {
        fails.set(true);
      }
    }
    Pipeline<Integer, Integer> pipeline =
        build(
            Pipeline.<Integer>named(NAME).step("last", Last::new).workers(2),
            new FailingClock(NAME + "-", fails));
    pipeline.start();
    pipeline.put(1);
    pipeline.finish();
    assertThat(pipeline.awaitTermination(Duration.ofSeconds(20))).isTrue();
    fails.set(false);
    Threads.await(() -> Threads.of(NAME).isEmpty());
    assertThat(pipeline.isAlive()).isFalse();
    assertThat(pipeline.report().steps().get(0).received()).isEqualTo(1);
  }

  @Test
  void shouldFailWhenTheSourceThreadDiesBetweenTwoItems() throws InterruptedException {
    AtomicBoolean fails = new AtomicBoolean(true);
    CountDownLatch dead = new CountDownLatch(1);
    Pipeline<Integer, Integer> pipeline =
        build(
            Pipeline.<Integer>named(NAME)
                .map(
                    "slow",
                    item -> {
                      dead.await(1, TimeUnit.SECONDS); // so that the source has to wait for room
                      return item;
                    })
                .capacity(2)
                .whenFailed(failure -> dead.countDown()),
            new FailingClock(NAME + "-source", fails));
    for (int i = 0; i < 100; i++) {
      pipeline.put(i);
    }
    pipeline.finish();
    assertThatThrownBy(pipeline::run)
        .isInstanceOf(PipelineException.class)
        .hasMessageContaining("the source thread died")
        .hasCauseInstanceOf(OutOfMemoryError.class);
  }

  /** No thread was started: it is the caller's in which the callback runs. */
  @Test
  @Timeout(value = 30, unit = TimeUnit.SECONDS)
  void shouldNotWaitForItselfWhenTheCallbackClosesAPipelineThatCouldNotStart() {
    AtomicReference<Throwable> thrown = new AtomicReference<>();
    AtomicReference<Pipeline<Integer, Integer>> built = new AtomicReference<>();
    Pipeline<Integer, Integer> pipeline =
        Pipeline.<Integer>named(NAME)
            .<Integer>step(
                "none",
                () -> {
                  throw new IllegalStateException("no step");
                })
            .whenFailed(failure -> thrown.set(catchThrowable(() -> built.get().close())))
            .build();
    built.set(pipeline);
    pipeline.start();
    assertThat(thrown.get())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("close");
    assertThatThrownBy(pipeline::close).hasMessageContaining("no step");
  }

  @Test
  @Timeout(value = 30, unit = TimeUnit.SECONDS)
  void shouldNotWaitForItselfWhenASourceClosesAPipelineThatWasNotStarted() {
    AtomicReference<Throwable> thrown = new AtomicReference<>();
    Pipeline<Integer, Integer> pipeline =
        Pipeline.<Integer>named(NAME).map("same", item -> item).build();
    pipeline.putStream(Stream.of(1).onClose(() -> thrown.set(catchThrowable(pipeline::close))));
    pipeline.close();
    assertThat(thrown.get())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("close");
  }

  @Test
  void shouldGoOnWhenTheReporterThrowsAnError() throws InterruptedException {
    CountDownLatch thrown = new CountDownLatch(2);
    CountDownLatch release = new CountDownLatch(1);
    Pipeline<Integer, Integer> pipeline =
        Pipeline.<Integer>named(NAME)
            .map(
                "hold",
                item -> {
                  release.await();
                  return item;
                })
            .reporter(
                report -> {
                  thrown.countDown();
                  throw new StackOverflowError("reporter");
                },
                Duration.ofMillis(1))
            .build();
    pipeline.start();
    pipeline.put(1);
    assertThat(thrown.await(20, TimeUnit.SECONDS)).isTrue();
    assertThat(pipeline.isAlive()).isTrue();
    release.countDown();
    pipeline.stop();
    assertThat(pipeline.state()).isEqualTo(PipelineState.COMPLETED);
    assertThat(pipeline.count()).isEqualTo(1);
  }

  @Test
  void shouldNameTheThreadThatIsStuckInTheStart() throws InterruptedException {
    CountDownLatch stuck = new CountDownLatch(1);
    CountDownLatch release = new CountDownLatch(1);
    class Stuck implements Step<Integer, Integer> {
      @Override
      public void onStepStart(StepContext<Integer> context) throws InterruptedException {
        stuck.countDown();
        release.await();
      }

      @Override
      public void process(Integer item, Emitter<Integer> out) {
        out.emit(item);
      }
    }
    Pipeline<Integer, Integer> pipeline =
        Pipeline.<Integer>named(NAME)
            .step("stuck", Stuck::new)
            .terminationTimeout(Duration.ofMillis(100))
            .build();
    Thread starter = new Thread(pipeline::start, "starter of it");
    starter.start();
    stuck.await();
    pipeline.abort();
    assertThatThrownBy(pipeline::close)
        .isInstanceOf(PipelineException.class)
        .hasMessageContaining("starter of it");
    release.countDown();
    starter.join();
  }

  @Test
  void shouldCloseWhatAFailedStartHasShared() {
    AtomicInteger closed = new AtomicInteger();
    class Sharing implements Step<Integer, Integer> {
      @Override
      public void onStepStart(StepContext<Integer> context) throws Exception {
        AutoCloseable shared = context.shared(AutoCloseable.class, () -> closed::incrementAndGet);
        throw new IllegalStateException("after " + shared.getClass().isHidden());
      }

      @Override
      public void process(Integer item, Emitter<Integer> out) {
        out.emit(item);
      }
    }
    Pipeline<Integer, Integer> pipeline =
        Pipeline.<Integer>named(NAME).step("sharing", Sharing::new).workers(2).build();
    pipeline.start();
    assertThatThrownBy(pipeline::close).hasMessageContaining("onStepStart failed");
    assertThat(closed).hasValue(1);
  }

  /** The abort interrupts a hook: that is the abort's doing, and no failure. */
  @Test
  void shouldBeAbortedWhenAHookIsInterruptedByThat() throws InterruptedException {
    CountDownLatch inHook = new CountDownLatch(1);
    class Waiting implements Step<Integer, Integer> {
      @Override
      public void onWorkerStart(StepContext<Integer> context) throws InterruptedException {
        inHook.countDown();
        new CountDownLatch(1).await();
      }

      @Override
      public void process(Integer item, Emitter<Integer> out) {
        out.emit(item);
      }
    }
    try (Pipeline<Integer, Integer> pipeline =
        Pipeline.<Integer>named(NAME).step("waiting", Waiting::new).build()) {
      pipeline.start();
      inHook.await();
      pipeline.abort();
      pipeline.stop();
      assertThat(pipeline.state()).isEqualTo(PipelineState.ABORTED);
    }
  }

  private static Object fieldOf(Object owner, String name) throws ReflectiveOperationException {
    Class<?> type = owner.getClass();
    while (Arrays.stream(type.getDeclaredFields()).noneMatch(each -> each.getName().equals(name))) {
      type = type.getSuperclass();
    }
    Field field = type.getDeclaredField(name);
    field.setAccessible(true);
    return field.get(owner);
  }

  /** Recording it needs memory, and there may be none: then it is lost, but not that it was. */
  @Test
  @SuppressWarnings("NullAway") // as if it had not been set
  void shouldNotEndNormallyWhereTheFailureCouldNotBeRecorded() throws Exception {
    Pipeline<Integer, Integer> pipeline =
        Pipeline.<Integer>named(NAME)
            .map("divide", (Integer item) -> 1 / item)
            .whenFailed(failure -> {})
            .build()
            .start();
    pipeline.put(0);
    assertThat(pipeline.awaitTermination(Duration.ofSeconds(20))).isTrue();
    Object failures = fieldOf(fieldOf(pipeline, "engine"), "failures");
    ((AtomicReference<?>) fieldOf(failures, "first")).set(null);

    assertThat(pipeline.state()).isEqualTo(PipelineState.FAILED);
    assertThatThrownBy(pipeline::stop)
        .isInstanceOf(PipelineException.class)
        .hasMessageContaining("why could not be recorded");
    assertThatThrownBy(pipeline::close).isInstanceOf(PipelineException.class);
  }
}
