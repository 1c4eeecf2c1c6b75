package io.paipa.embedding;

import static io.paipa.embedding.Host.start;
import static io.paipa.embedding.Host.step;
import static io.paipa.embedding.Host.takeUntil;
import static org.assertj.core.api.Assertions.assertThat;

import io.paipa.Builder;
import io.paipa.Emitter;
import io.paipa.Ending;
import io.paipa.Pipeline;
import io.paipa.Step;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How a run ends, and what a host and the steps are told of it. */
@Timeout(30)
class EmbeddedEndsTest {
  /** Keeps how it was ended. */
  private static final class Ended implements Step<Integer, Integer> {
    private static final List<Ending> ENDINGS = new CopyOnWriteArrayList<>();

    @Override
    public void process(Integer item, Emitter<Integer> out) {
      out.emit(item);
    }

    @Override
    public void onWorkerStop(Ending ending) {
      ENDINGS.add(ending);
    }
  }

  /** What was flushed is done: a step must not take it back. But it was not all. */
  @Test
  void shouldTellStepsThatItWasDrainedIfAllWasFlushed() {
    Builder<Integer, Integer> steps = Pipeline.<Integer>named("line").step("keep", Ended::new);
    try (EmbeddedPipeline run = start(steps)) {
      assertThat(run.offer(1)).isTrue();
      takeUntil(run, run::flush);
    }
    try (EmbeddedPipeline run = start(steps)) {
      assertThat(run.offer(1)).isTrue();
      takeUntil(run, run::flush);
      assertThat(run.offer(2)).isTrue();
    }
    try (EmbeddedPipeline run = start(steps)) {
      run.finish();
      takeUntil(run, run::isOver);
    }

    assertThat(Ended.ENDINGS).containsExactly(Ending.DRAINED, Ending.ABORTED, Ending.CLEAN);
  }

  @Test
  void shouldSayWhyItHasFailed() {
    try (EmbeddedPipeline run =
        start(Pipeline.<Integer>named("line").map("divide", item -> 10 / item))) {
      assertThat(run.offer(0)).isTrue();
      assertThat(run.push()).isTrue();
      takeUntil(run, run::isOver);

      assertThat(run.failure())
          .hasValueSatisfying(
              failure ->
                  assertThat(failure)
                      .hasMessageContaining("pipeline 'line', step 'divide'")
                      .hasMessageContaining("/ by zero"));
      assertThat(step(run, 0).failed()).isEqualTo(1);
      assertThat(run.flush()).isFalse();
      assertThat(run.offer(1)).isTrue(); // into the batch, and no further
      assertThat(run.push()).isFalse();
    }
  }

  @Test
  void shouldEndWhatIsAtWorkWhenItIsClosed() throws InterruptedException {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch never = new CountDownLatch(1);
    EmbeddedPipeline run =
        start(
            Pipeline.<Integer>named("line")
                .sink(
                    "hold",
                    item -> {
                      begun.countDown();
                      never.await();
                    }));
    assertThat(run.offer(1)).isTrue();
    assertThat(run.push()).isTrue();
    begun.await();
    run.close();

    assertThat(run.isOver()).isTrue();
    assertThat(run.failure()).isEmpty();
    assertThat(step(run, 0).abandoned()).isEqualTo(1);
    run.close(); // again, for nothing
  }

  @Test
  void shouldLeaveUserCodeAloneThatIgnoresItsInterrupt() throws InterruptedException {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    EmbeddedPipeline run =
        start(
            Pipeline.<Integer>named("line")
                .sink(
                    "hold",
                    item -> {
                      begun.countDown();
                      while (goOn.getCount() > 0) {
                        Thread.onSpinWait();
                      }
                    }),
            Duration.ofMillis(100));
    assertThat(run.offer(1)).isTrue();
    assertThat(run.push()).isTrue();
    begun.await();
    run.close();
    goOn.countDown();

    assertThat(run.isOver()).isTrue();
  }
}
