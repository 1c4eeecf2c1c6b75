package io.paipa;

import static io.paipa.LedgerAssert.assertNothingAbandoned;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each worker flushes before a meta event passes, and before it stops. */
class FlushTest {
  @AfterEach
  void shouldLeaveNoThread() {
    Threads.assertNoneOf("fences");
  }

  private record Ends(List<String> seen, AtomicInteger running) implements Step<Integer, Integer> {
    @Override
    public void process(Integer item, Emitter<Integer> out) {
      out.emit(item);
    }

    @Override
    public void onWorkerStart(StepContext<Integer> context) {
      running.incrementAndGet();
    }

    @Override
    public void onFlush(Emitter<Integer> out) {
      out.emit(-1);
      seen.add("flush");
    }

    @Override
    public void onWorkerStop(Ending ending) {
      running.decrementAndGet();
      seen.add("stop " + ending);
    }

    @Override
    public void onStepStop(StepContext<Integer> context) {
      seen.add("step stop, running " + running);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 5})
  void shouldEndTheStepAtTheFinish(int workers) throws InterruptedException {
    List<String> seen = Collections.synchronizedList(new ArrayList<>());
    List<Integer> came = Collections.synchronizedList(new ArrayList<>());
    try (Pipeline<Integer, Void> pipeline =
        Pipeline.<Integer>named("fences")
            .step("ends", () -> new Ends(seen, new AtomicInteger()))
            .workers(workers)
            .sink("see", came::add)
            .build()) {
      pipeline.putIterable(Stream.iterate(0, i -> i + 1).limit(500).toList());
      pipeline.run();
      assertThat(seen.get(seen.size() - 1)).startsWith("step stop, running");
      assertThat(seen).filteredOn("flush"::equals).hasSize(workers);
      assertThat(seen).filteredOn("stop CLEAN"::equals).hasSize(workers);
      assertThat(came).hasSize(500 + workers);
      assertNothingAbandoned(pipeline);
    }
  }

  /** The instances of a step need not be of one class. */
  @Test
  void shouldFlushEveryWorkerThatHasSomethingToFlush() throws InterruptedException {
    AtomicInteger flushes = new AtomicInteger();
    class Plain implements Step<Integer, Integer> {
      @Override
      public void process(Integer item, Emitter<Integer> out) {
        out.emit(item);
      }
    }
    class Flushing extends Plain {
      @Override
      public void onFlush(Emitter<Integer> out) {
        flushes.incrementAndGet();
      }
    }
    AtomicInteger made = new AtomicInteger();
    StepFactory<Step<Integer, Integer>> mixed =
        () -> made.incrementAndGet() == 8 ? new Flushing() : new Plain();
    try (Pipeline<Integer, Integer> pipeline =
        Pipeline.<Integer>named("fences").step("mixed", mixed).workers(8).build()) {
      for (int i = 0; i < 20; i++) {
        pipeline.putMeta(i);
      }
      pipeline.start();
      pipeline.stop();
    }
    assertThat(flushes).hasValue(21);
  }
}
