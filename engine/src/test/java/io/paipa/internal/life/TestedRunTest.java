package io.paipa.internal.life;

import static org.assertj.core.api.Assertions.assertThat;

import io.paipa.Pipeline;
import io.paipa.internal.platform.VirtualTime;
import java.util.ArrayList;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A run is not taken for quiet while something is being done for it. */
@Timeout(30)
class TestedRunTest {
  private final Semaphore mayGoOn = new Semaphore(0);
  private final VirtualTime time = new VirtualTime();
  private final TestedRun<Integer, Integer> run = run(mayGoOn, time);

  private static TestedRun<Integer, Integer> run(Semaphore mayGoOn, VirtualTime time) {
    return new TestedRun<>(
        Pipeline.<Integer>named("test").peek("step", x -> mayGoOn.acquire()).definition(), time);
  }

  @AfterEach
  void end() {
    run.pipeline().abort();
    while (!run.isOver()) {
      Thread.onSpinWait();
    }
  }

  private Standing.Kind kind(String... mayWait) {
    return run.look(Set.of(mayWait), new ArrayList<>()).kind();
  }

  private void awaitQuiet() {
    while (kind() != Standing.Kind.QUIET) {
      Thread.onSpinWait();
    }
  }

  @Test
  void shouldBeBusyWhileItsClockHasSomethingDone() {
    run.start();
    awaitQuiet();
    CountDownLatch mayEnd = new CountDownLatch(1);
    time.inBackground(
        () -> {
          try {
            mayEnd.await();
          } catch (InterruptedException e) {
            throw new IllegalStateException(e);
          }
        });

    assertThat(run.look(Set.of(), new ArrayList<>()).why()).isEqualTo("what was due is being done");
    mayEnd.countDown();
    awaitQuiet();
  }

  @Test
  void shouldTellCodeThatMayWaitFromCodeThatMayNot() {
    run.start();
    run.pipeline().offer(1);
    while (kind("step") != Standing.Kind.WAITS) {
      Thread.onSpinWait();
    }

    assertThat(run.look(Set.of(), new ArrayList<>()).why())
        .startsWith("step 'step', worker 0 is in your code");
    mayGoOn.release();
    awaitQuiet();
  }

  @Test
  void shouldBeBusyUntilItHasEnded() {
    run.start();
    run.pipeline().offer(1);

    run.pipeline().abort();

    while (!run.isOver()) {
      assertThat(kind("step") != Standing.Kind.QUIET || run.isOver()).isTrue();
    }
  }
}
