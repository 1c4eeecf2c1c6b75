package io.paipa;

import static io.paipa.LedgerAssert.assertNothingAbandoned;
import static io.paipa.StepOptions.options;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A step that puts back what it has found ends when there is no more, or when it is drained. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class OwnWorkTest {
  private static final int DEPTH = 12;

  private final AtomicInteger failing = new AtomicInteger();

  @AfterEach
  void shouldLeaveNoThread() {
    Threads.assertNoneOf("tree");
  }

  /** A node of a tree without end has two children, which a step finds when it is there. */
  private static final class Walk implements Step<Integer, Integer> {
    private final int depth;
    private final AtomicInteger failing;
    private @Nullable StepContext<Integer> context;

    Walk(int depth, AtomicInteger failing) {
      this.depth = depth;
      this.failing = failing;
    }

    @Override
    public void onWorkerStart(StepContext<Integer> given) {
      context = given;
    }

    @Override
    public void process(Integer node, Emitter<Integer> out) {
      StepContext<Integer> mine = Objects.requireNonNull(context);
      boolean isLeaf = node >= 1 << (depth - 1);
      if (!isLeaf && !mine.isDraining()) {
        mine.reenqueue(2 * node);
        mine.reenqueue(2 * node + 1);
      }
      out.emit(node);
      if (mine.attempt() == 1 && failing.decrementAndGet() >= 0) {
        throw new IllegalStateException("again: what was found is found again");
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 4})
  void shouldEndByItselfWhenNothingIsPutBackAnyMore(int workers) throws InterruptedException {
    failing.set(100);
    try (Pipeline<Integer, Integer> pipeline =
        Pipeline.<Integer>named("tree")
            .step("walk", () -> new Walk(DEPTH, failing))
            .with(options().workers(workers).capacity(2).retrying(1, Backoff.none()))
            .build()) {
      pipeline.putIterable(List.of(1));
      List<Integer> seen = pipeline.results().toList();
      assertThat(seen).hasSize((1 << DEPTH) - 1).doesNotHaveDuplicates();
      Report report = assertNothingAbandoned(pipeline);
      assertThat(report.state()).isEqualTo(PipelineState.COMPLETED);
      assertThat(report.steps().get(0).reenqueued()).isEqualTo((1 << DEPTH) - 2);
    }
  }

  @Test
  void shouldEndWithADrainIfItAsks() throws InterruptedException {
    AtomicInteger seen = new AtomicInteger();
    AtomicInteger started = new AtomicInteger();
    try (Pipeline<Integer, Void> pipeline =
        Pipeline.<Integer>named("tree")
            .step("walk", () -> new Endless(started))
            .workers(3)
            .sink("count", item -> seen.incrementAndGet())
            .build()) {
      pipeline.start();
      pipeline.put(1);
      // A worker that starts behind the drain would be told of it at once.
      Threads.await(() -> started.get() == 3 && seen.get() > 1_000);
      Report report = pipeline.drain(Duration.ofSeconds(40));
      assertThat(report.state()).isEqualTo(PipelineState.COMPLETED);
      assertThat(report.cutShort()).isFalse();
      assertThat((long) seen.get()).isEqualTo(report.steps().get(1).done());
      assertNothingAbandoned(pipeline);
    }
  }

  /** It finds one more for each that it sees. */
  private static final class Endless implements Step<Integer, Integer> {
    private final AtomicInteger started;
    private @Nullable StepContext<Integer> context;

    Endless(AtomicInteger started) {
      this.started = started;
    }

    @Override
    public void onWorkerStart(StepContext<Integer> given) {
      context = given;
      assertThat(given.isDraining()).isFalse();
      started.incrementAndGet();
    }

    @Override
    public void process(Integer item, Emitter<Integer> out) {
      StepContext<Integer> mine = Objects.requireNonNull(context);
      out.emit(item);
      if (!mine.isDraining()) {
        mine.reenqueue(item + 1);
      }
    }
  }

  @Test
  void shouldBeToldOfAnAbort() throws InterruptedException {
    List<Boolean> told = Collections.synchronizedList(new ArrayList<>());
    AtomicInteger begun = new AtomicInteger();
    Pipeline<Integer, Void> pipeline =
        Pipeline.<Integer>named("tree").step("wait", () -> new Asking(told, begun)).build();
    try (pipeline) {
      pipeline.start();
      pipeline.put(1);
      Threads.await(() -> begun.get() == 1);
      pipeline.abort();
    }
    assertThat(told).containsExactly(false, true);
  }

  private static final class Asking implements Step<Integer, Void> {
    private final List<Boolean> told;
    private final AtomicInteger begun;
    private @Nullable StepContext<Integer> context;

    Asking(List<Boolean> told, AtomicInteger begun) {
      this.told = told;
      this.begun = begun;
    }

    @Override
    public void onWorkerStart(StepContext<Integer> given) {
      context = given;
    }

    @Override
    public void process(Integer item, Emitter<Void> out) {
      StepContext<Integer> mine = Objects.requireNonNull(context);
      told.add(mine.isDraining());
      begun.incrementAndGet();
      Threads.await(mine::isDraining);
      told.add(mine.isDraining());
    }
  }
}
