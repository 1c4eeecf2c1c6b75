package io.paipa.internal.life;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.paipa.Pipeline;
import io.paipa.PipelineState;
import io.paipa.internal.assembly.PipelinePlan;
import io.paipa.internal.assembly.PipelinePlanner;
import io.paipa.internal.platform.TimeSource;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A start for which the JVM has no memory ends the run, and nobody waits for it. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class UnpreparedStartTest {
  @Test
  void shouldFailTheRun() throws InterruptedException {
    PipelinePlan plan =
        new PipelinePlanner(
                Pipeline.<Integer>named("unprepared").map("same", item -> item).definition())
            .plan(TimeSource.SYSTEM);
    Engine engine = new Engine(plan);
    OutOfMemoryError scarce = new OutOfMemoryError("test");
    assertThatThrownBy(
            () ->
                engine.start(
                    false,
                    () -> {
                      throw scarce;
                    }))
        .isSameAs(scarce);
    assertThat(engine.termination().await(TimeUnit.SECONDS.toNanos(10))).isTrue();
    assertThat(engine.lifecycle().state()).isEqualTo(PipelineState.FAILED);
    assertThat(engine.failures().get()).hasCause(scarce).hasMessageContaining("the start failed");
  }
}
