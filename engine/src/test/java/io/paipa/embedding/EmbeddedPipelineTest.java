package io.paipa.embedding;

import static io.paipa.embedding.Host.start;
import static io.paipa.embedding.Host.step;
import static io.paipa.embedding.Host.take;
import static io.paipa.embedding.Host.takeUntil;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.paipa.Backoff;
import io.paipa.Emitter;
import io.paipa.Pipeline;
import io.paipa.PipelineState;
import io.paipa.Report;
import io.paipa.Step;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A host feeds and empties a run, and never waits for it. */
@Timeout(30)
class EmbeddedPipelineTest {
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
      assertThat(accepted).as("gathered, in the ring, and claimed").isBetween(16, 8 + 8 + 8 + 1);
      assertThat(run.push()).isFalse();
      assertThat(run.peek()).isNull();
      goOn.countDown();

      assertThat(takeUntil(run, run::flush)).hasSize(accepted);
    }
  }

  @Test
  void shouldRefuseOptionsThatExcludeEachOther() {
    assertThatThrownBy(
            () ->
                EmbeddedPipeline.check(
                    "line",
                    Pipeline.<Integer>named("line")
                        .map("same", item -> item)
                        .workers(2)
                        .ordered()
                        .keyed(item -> item)
                        .definition()
                        .steps()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("pipeline 'line', step 'same': ordered and keyed exclude");
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
  @SuppressWarnings("NullAway") // that is the point
  void shouldRefuseNull() {
    try (EmbeddedPipeline run = start(Pipeline.<Integer>named("line").map("same", item -> item))) {
      assertThatThrownBy(() -> run.offer(null)).hasMessage("null is no item");
    }
  }
}
