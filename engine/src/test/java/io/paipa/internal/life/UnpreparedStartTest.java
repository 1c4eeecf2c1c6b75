package io.paipa.internal.life;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.paipa.AcknowledgedSource;
import io.paipa.Deliveries;
import io.paipa.Pipeline;
import io.paipa.PipelineState;
import io.paipa.internal.assembly.PipelinePlan;
import io.paipa.internal.assembly.PipelinePlanner;
import io.paipa.internal.platform.TimeSource;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A start for which the JVM has no memory ends the run and its sources; nobody waits for it. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class UnpreparedStartTest {
  private final OutOfMemoryError scarce = new OutOfMemoryError("test");

  private final AtomicInteger closed = new AtomicInteger();

  private final class Unread implements AcknowledgedSource<Integer> {
    @Override
    public boolean poll(Deliveries<Integer> to, Duration limit) {
      throw new AssertionError("nobody is there to take it");
    }

    @Override
    public void close() {
      closed.incrementAndGet();
    }
  }

  private Engine engine(TimeSource time) {
    PipelinePlan plan =
        new PipelinePlanner(
                Pipeline.<Integer>named("unprepared").map("same", item -> item).definition())
            .plan(time);
    Engine engine = new Engine(plan);
    assertThat(engine.putAcknowledged(new Unread())).isTrue();
    return engine;
  }

  private void shouldHaveFailed(Engine engine) throws InterruptedException {
    assertThat(engine.termination().await(TimeUnit.SECONDS.toNanos(10))).isTrue();
    assertThat(engine.lifecycle().state()).isEqualTo(PipelineState.FAILED);
    assertThat(engine.failures().get()).hasCause(scarce).hasMessageContaining("the start failed");
    assertThat(closed).hasValue(1);
  }

  @Test
  void shouldFailTheRunWhereItCanNotBePrepared() throws InterruptedException {
    Engine engine = engine(TimeSource.SYSTEM);
    assertThatThrownBy(
            () ->
                engine.start(
                    false,
                    () -> {
                      throw scarce;
                    }))
        .isSameAs(scarce);
    shouldHaveFailed(engine);
  }

  /** Such as where the clock gets no thread. */
  @Test
  void shouldFailTheRunWhereItsThreadsCanNotBeStarted() throws InterruptedException {
    TimeSource time =
        new TimeSource() {
          @Override
          public long nanoTime() {
            return System.nanoTime();
          }

          @Override
          public void completeAfter(CompletableFuture<Boolean> future, long nanos) {
            throw scarce;
          }
        };
    Engine engine = engine(time);
    assertThat(engine.start(false, () -> {})).isTrue();
    shouldHaveFailed(engine);
  }
}
