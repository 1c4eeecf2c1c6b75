package io.paipa.embedding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.paipa.Backoff;
import io.paipa.Builder;
import io.paipa.Emitter;
import io.paipa.Pipeline;
import io.paipa.PipelineState;
import io.paipa.Report;
import io.paipa.Step;
import io.paipa.StepReport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A host feeds and empties a run, and never waits for it. */
@Timeout(30)
class EmbeddedPipelineTest {
  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  private static EmbeddedPipeline start(Builder<?, ?> builder) {
    return start(builder, TIMEOUT);
  }

  private static EmbeddedPipeline start(Builder<?, ?> builder, Duration terminationTimeout) {
    return EmbeddedPipeline.start("line", builder.definition().steps(), terminationTimeout);
  }

  private static List<Object> takeUntil(EmbeddedPipeline run, BooleanSupplier done) {
    List<Object> taken = new ArrayList<>();
    while (!done.getAsBoolean()) {
      take(run, taken);
      Thread.yield();
    }
    return taken;
  }

  private static void take(EmbeddedPipeline run, List<Object> taken) {
    for (Object next = run.peek(); next != null; next = run.peek()) {
      taken.add(next);
      run.remove();
    }
  }

  private static StepReport step(EmbeddedPipeline run, int index) {
    return run.ledger().report("line", PipelineState.RUNNING, false, null).steps().get(index);
  }

  @Test
  void shouldGiveWhatTheStepsMakeOfAllItems() {
    try (EmbeddedPipeline run =
        start(
            Pipeline.<Integer>named("line")
                .map("add", item -> item + 1)
                .workers(3)
                .ordered()
                .map("double", item -> 2 * item)
                .workers(2)
                .ordered())) {
      List<Object> taken = new ArrayList<>();
      for (int item = 0; item < 20_000; item++) {
        while (!run.offer(item)) {
          take(run, taken);
        }
      }
      taken.addAll(takeUntil(run, run::push));
      run.finish();
      taken.addAll(takeUntil(run, run::isOver));

      assertThat(taken)
          .isEqualTo(
              IntStream.range(0, 20_000).mapToObj(item -> (Object) (2 * (item + 1))).toList());
      assertThat(run.failure()).isEmpty();
      Report report = run.ledger().report("line", PipelineState.COMPLETED, false, null);
      assertThat(report.accepted()).isEqualTo(20_000);
      assertThat(report.steps()).allMatch(step -> step.done() == 20_000);
    }
  }

  @Test
  void shouldRefuseWhatThereIsNoRoomForAndGoOnLater() throws InterruptedException {
    CountDownLatch goOn = new CountDownLatch(1);
    try (EmbeddedPipeline run =
        start(
            Pipeline.<Integer>named("line")
                .map(
                    "hold",
                    item -> {
                      goOn.await();
                      return item;
                    })
                .capacity(8))) {
      int accepted = 0;
      while (run.offer(accepted)) {
        accepted++;
      }
      assertThat(accepted).isBetween(256 + 8, 256 + 8 + 8 + 1);
      assertThat(run.push()).isFalse();
      assertThat(run.peek()).isNull();
      goOn.countDown();

      assertThat(takeUntil(run, run::flush)).hasSize(accepted);
    }
  }

  @Test
  void shouldHandOutWhatStepsKeepWhenItIsFlushed() {
    try (EmbeddedPipeline run =
        start(Pipeline.<Integer>named("line").map("same", item -> item).chunk("collect", 100))) {
      for (int round = 1; round <= 3; round++) {
        assertThat(run.offer(1)).isTrue();
        assertThat(run.offer(2)).isTrue();

        assertThat(takeUntil(run, run::flush)).containsExactly(List.of(1, 2));
        assertThat(step(run, 1).done()).isEqualTo(2L * round);
        assertThat(step(run, 1).inHand()).isZero();
      }
    }
  }

  @Test
  void shouldBeFlushedOnlyWhenRetriesAndStagesAreThrough() {
    AtomicInteger attempts = new AtomicInteger();
    try (EmbeddedPipeline run =
        start(
            Pipeline.<Integer>named("line")
                .map(
                    "again",
                    item -> {
                      if (attempts.incrementAndGet() < 3) {
                        throw new IllegalStateException("not yet");
                      }
                      return item;
                    })
                .retrying(5, Backoff.fixed(Duration.ofMillis(20)))
                .mapAsync("later", 4, item -> CompletableFuture.supplyAsync(() -> item)))) {
      assertThat(run.offer(7)).isTrue();

      assertThat(takeUntil(run, run::flush)).containsExactly(7);
      assertThat(step(run, 0).retried()).isEqualTo(2);
    }
  }

  @Test
  void shouldBeFlushedThroughASink() {
    AtomicInteger sum = new AtomicInteger();
    try (EmbeddedPipeline run =
        start(Pipeline.<Integer>named("line").sink("add", sum::addAndGet).workers(2))) {
      for (int item = 1; item <= 10; item++) {
        assertThat(run.offer(item)).isTrue();
      }

      assertThat(takeUntil(run, run::flush)).isEmpty();
      assertThat(sum).hasValue(55);
    }
  }

  /** Tells what it hears. */
  private static final class Listening implements Step<Integer, Object> {
    @Override
    public void process(Integer item, Emitter<Object> out) {
      out.emit(item);
    }

    @Override
    public void onFlush(Emitter<Object> out) {
      out.emit("flush");
    }

    @Override
    public @Nullable Object onMeta(Object meta, Emitter<Object> out) {
      out.emit("meta");
      return meta;
    }
  }

  /** A flush is the host's affair, and no event of the user's. */
  @Test
  void shouldTellStepsOfNoMetaEvent() {
    try (EmbeddedPipeline run =
        start(Pipeline.<Integer>named("line").step("listen", Listening::new))) {
      assertThat(run.offer(1)).isTrue();

      assertThat(takeUntil(run, run::flush)).containsExactly(1, "flush");
    }
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

  @Test
  @SuppressWarnings("NullAway") // that is the point
  void shouldRefuseNull() {
    try (EmbeddedPipeline run = start(Pipeline.<Integer>named("line").map("same", item -> item))) {
      assertThatThrownBy(() -> run.offer(null)).hasMessage("null is no item");
    }
  }
}
