package io.paipa.internal.life;

import static org.assertj.core.api.Assertions.assertThat;

import io.paipa.Pipeline;
import io.paipa.PipelineDefinition;
import io.paipa.PipelineState;
import io.paipa.internal.assembly.PipelinePlan;
import io.paipa.internal.platform.TimeSource;
import io.paipa.internal.source.Intake;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * A failure that comes from elsewhere when a run is just being closed, such as a refused emit of a
 * callback: it is that of the run, or it is too late; never both.
 */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class FailureAtTheCloseTest {
  private static final int ROUNDS = 100_000;
  private static final int SPINS = 200;

  private static final PipelineDefinition<Integer, Integer> DESCRIBED =
      Pipeline.<Integer>named("closing").map("same", item -> item).definition();

  private final Logger logger = Logger.getLogger("io.paipa");
  private final AtomicReference<@Nullable Lifecycle> current = new AtomicReference<>();
  private final AtomicInteger rounds = new AtomicInteger();

  @BeforeEach
  void shouldSayNothing() {
    logger.setLevel(Level.OFF);
  }

  @AfterEach
  void shouldSpeakAgain() {
    logger.setLevel(null);
  }

  private static Lifecycle running(Failures failures) {
    PipelinePlan definition =
        new PipelinePlan(
            DESCRIBED,
            List.of(),
            Thread::new,
            false,
            null,
            null,
            null,
            null,
            0,
            0,
            0,
            TimeSource.SYSTEM);
    Audience audience = new Audience();
    audience.stay();
    Lifecycle lifecycle = new Lifecycle(definition, failures, audience, new Intake(), () -> {});
    lifecycle.start();
    lifecycle.finish(false);
    return lifecycle;
  }

  /** Spins, so that both begin at once; and yields, where there is one core. */
  private static void await(BooleanSupplier condition) {
    while (!condition.getAsBoolean()) {
      Thread.yield();
    }
  }

  private void fail() {
    AtomicReference<@Nullable Lifecycle> last = new AtomicReference<>();
    for (int round = 0; round < ROUNDS; round++) {
      await(() -> current.get() != last.get());
      Lifecycle lifecycle = Objects.requireNonNull(current.get());
      last.set(lifecycle);
      lifecycle.fail("an emit was refused", null, null, 0, new IllegalStateException());
      rounds.set(round + 1);
    }
  }

  @Test
  void shouldBelongToTheRunOrBeTooLate() {
    Thread failing = new Thread(this::fail);
    failing.setDaemon(true);
    failing.start();
    for (int round = 0; round < ROUNDS; round++) {
      Failures failures = new Failures("closing");
      Lifecycle lifecycle = running(failures);
      current.set(lifecycle);
      for (int i = round % SPINS; i > 0; i--) {
        Thread.onSpinWait();
      }
      lifecycle.close();
      int next = round + 1;
      await(() -> rounds.get() == next);
      boolean hasFailed = lifecycle.state() == PipelineState.FAILED;
      assertThat(failures.get() != null).as("round " + round).isEqualTo(hasFailed);
    }
  }
}
