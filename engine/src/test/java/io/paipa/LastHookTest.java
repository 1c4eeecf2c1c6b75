package io.paipa;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A step's last hook is called once, when all of its workers have stopped. */
class LastHookTest {
  private static final String NAME = "last";

  private final CompletableFuture<Thread> firstToStop = new CompletableFuture<>();
  private final AtomicInteger stopped = new AtomicInteger();
  private final AtomicInteger stoppedBefore = new AtomicInteger();
  private final AtomicInteger called = new AtomicInteger();

  @AfterEach
  void shouldLeaveNoThread() {
    Threads.assertNoneOf(NAME);
  }

  private final CountDownLatch started = new CountDownLatch(2);

  /** Its second worker stops when the thread of the first is gone. */
  private final class Stopping implements Step<Integer, Integer> {
    @Override
    public void onWorkerStart(StepContext<Integer> context) {
      started.countDown();
    }

    @Override
    public void process(Integer item, Emitter<Integer> out) {
      out.emit(item);
    }

    @Override
    public void onWorkerStop(Ending ending) {
      if (!firstToStop.complete(Thread.currentThread())) {
        Threads.await(() -> !firstToStop.join().isAlive());
      }
      stopped.incrementAndGet();
    }

    @Override
    public void onStepStop(StepContext<Integer> context) {
      called.incrementAndGet();
      stoppedBefore.set(stopped.get());
    }
  }

  private Pipeline<Integer, Integer> start() throws InterruptedException {
    Pipeline<Integer, Integer> pipeline =
        Pipeline.<Integer>named(NAME).step("stop", Stopping::new).workers(2).build().start();
    assertThat(started.await(20, TimeUnit.SECONDS)).isTrue();
    return pipeline;
  }

  private void assertCalledAtTheEnd() {
    assertThat(called).hasValue(1);
    assertThat(stoppedBefore).hasValue(2);
  }

  @Test
  void shouldComeAfterTheLastWorkerHasStopped() throws InterruptedException {
    try (Pipeline<Integer, Integer> pipeline = start()) {
      pipeline.put(1);
      pipeline.stop();
    }
    assertCalledAtTheEnd();
  }

  enum Cut {
    ABORT,
    DRAIN
  }

  @ParameterizedTest
  @EnumSource(Cut.class)
  void shouldComeAfterThatWhereTheEndIsForced(Cut cut) throws InterruptedException {
    try (Pipeline<Integer, Integer> pipeline = start()) {
      pipeline.put(1);
      if (cut == Cut.ABORT) {
        pipeline.abort();
      } else {
        pipeline.drain(Duration.ofSeconds(20));
      }
    }
    assertCalledAtTheEnd();
  }
}
