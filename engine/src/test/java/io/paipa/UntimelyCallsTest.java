package io.paipa;

import static io.paipa.Refusals.refused;
import static io.paipa.Refusals.state;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A call at the wrong time gets an exception at once, which says why, and what to do. */
class UntimelyCallsTest {
  private static final String NAME = "misused";

  @AfterEach
  void shouldLeaveNoThread() {
    Threads.assertNoneOf(NAME);
  }

  private static Builder<Integer, Integer> builder() {
    return Pipeline.<Integer>named(NAME).map("same", item -> item).workers(2);
  }

  @Test
  void shouldRefuseARunThatNothingWouldEnd() throws InterruptedException {
    String message =
        "pipeline 'misused': nothing would end this run; call runForever() if it is to go on until"
            + " somebody ends it; else call finish() first, or put sources that end (a queue"
            + " without an end marker does not)";
    try (Pipeline<Integer, Integer> pipeline = builder().build()) {
      state(pipeline::run, message);
      pipeline.put(1);
      state(pipeline::run, message);
      pipeline.putQueue(new ArrayBlockingQueue<>(1));
      state(pipeline::run, message);
      state(
          pipeline::stop,
          "pipeline 'misused' was not started: there is nothing to stop. Call start() or run()"
              + " before; close() gives up what was put in");
      pipeline.finish();
      pipeline.run();
      assertThat(pipeline.count()).isEqualTo(1);
    }
  }

  private static void refusesToStart(Pipeline<Integer, Integer> pipeline, String why) {
    String message = "pipeline 'misused' " + why + "; build another one from its builder";
    state(pipeline::run, message);
    state(pipeline::start, message);
    state(pipeline::runForever, message);
    state(pipeline::results, message);
  }

  @Test
  void shouldRefuseASecondStart() throws InterruptedException {
    try (Pipeline<Integer, Integer> pipeline = builder().build()) {
      pipeline.start();
      refusesToStart(pipeline, "was started before, and runs once: RUNNING");
      pipeline.putQueue(new ArrayBlockingQueue<>(1), item -> true); // it is worked off for ever
      pipeline.finish();
      try {
        refusesToStart(pipeline, "was started before, and runs once: FINISHING");
      } finally {
        pipeline.abort();
      }
      assertThat(pipeline.awaitTermination(Duration.ofSeconds(20))).isTrue();
      refusesToStart(pipeline, "ran once, and has ended: ABORTED");
    }
    try (Pipeline<Integer, Integer> pipeline = builder().build()) {
      pipeline.putIterable(List.of(1));
      pipeline.run();
      refusesToStart(pipeline, "ran once, and has ended: COMPLETED");
    }
    try (Pipeline<Integer, Integer> pipeline =
        Pipeline.<Integer>named(NAME).map("divide", item -> 1 / item).build()) {
      pipeline.putIterable(List.of(0));
      assertThatThrownBy(pipeline::run).hasCauseInstanceOf(ArithmeticException.class);
      refusesToStart(pipeline, "ran once, and has ended: FAILED");
    }
  }

  @Test
  void shouldRefuseToStartWhatWasClosed() throws InterruptedException {
    Pipeline<Integer, Integer> closed = builder().build();
    closed.close();
    refusesToStart(closed, "was closed before it was started");
    assertThat(closed.state()).isEqualTo(PipelineState.ABORTED);
    Pipeline<Integer, Integer> aborted = builder().build();
    aborted.abort();
    refusesToStart(aborted, "was aborted");
    Pipeline<Integer, Integer> drained = builder().build();
    assertThat(drained.drain(Duration.ZERO).state()).isEqualTo(PipelineState.ABORTED);
    refusesToStart(drained, "was drained");
  }

  @Test
  void shouldRefusePutsAfterTheEnd() throws InterruptedException {
    try (Pipeline<Integer, Integer> pipeline = builder().build()) {
      pipeline.putQueue(new ArrayBlockingQueue<>(1), item -> true); // it is worked off for ever
      pipeline.start();
      pipeline.finish();
      try {
        for (ThrowingCallable put : puts(pipeline)) {
          state(
              put,
              "pipeline 'misused' is finished, and takes no more items; put before finish(),"
                  + " stop(), or the end of the sources put before the start");
        }
      } finally {
        pipeline.abort();
      }
    }
    try (Pipeline<Integer, Integer> pipeline = builder().build()) {
      pipeline.putIterable(List.of(1));
      pipeline.run();
      for (ThrowingCallable put : puts(pipeline)) {
        state(
            put,
            "pipeline 'misused' ran once, and has ended: COMPLETED; build another one from its"
                + " builder. It ends with the sources that are put before the start; during and"
                + " runForever keep it open");
      }
    }
    try (Pipeline<Integer, Integer> pipeline = builder().build()) {
      pipeline.start();
      pipeline.abort();
      for (ThrowingCallable put : puts(pipeline)) {
        refused(put, CancellationException.class, "pipeline 'misused' was aborted");
      }
    }
    try (Pipeline<Integer, Integer> pipeline = builder().build()) {
      pipeline.start();
      assertThat(pipeline.drain(Duration.ofSeconds(20)).state()).isEqualTo(PipelineState.COMPLETED);
      for (ThrowingCallable put : puts(pipeline)) {
        refused(put, CancellationException.class, "pipeline 'misused' was drained");
      }
    }
    Pipeline<Integer, Integer> failed =
        Pipeline.<Integer>named(NAME).map("divide", item -> 1 / item).build();
    failed.putIterable(List.of(0));
    assertThatThrownBy(failed::run).hasCauseInstanceOf(ArithmeticException.class);
    for (ThrowingCallable put : puts(failed)) {
      assertThatThrownBy(put)
          .isInstanceOf(PipelineException.class)
          .hasMessage("pipeline 'misused' has failed, and takes no more items")
          .hasCause(failed.failure().orElseThrow());
    }
  }

  private static List<ThrowingCallable> puts(Pipeline<Integer, Integer> pipeline) {
    return List.of(
        () -> pipeline.put(1),
        () -> pipeline.offer(1),
        () -> pipeline.offer(1, Duration.ofSeconds(1)),
        () -> pipeline.putMeta("meta"),
        () -> pipeline.putIterable(List.of(1)),
        () -> pipeline.putStream(Stream.of(1)),
        () -> pipeline.putQueue(new ArrayBlockingQueue<>(1)),
        () -> pipeline.inputQueue().put(1));
  }

  @Test
  void shouldRefuseAnEmitterOutsideOfItsCall() throws InterruptedException {
    AtomicReference<Emitter<Integer>> kept = new AtomicReference<>();
    try (Pipeline<Integer, Integer> pipeline =
        Pipeline.<Integer>named(NAME)
            .<Integer>mapMulti("keep", (item, out) -> kept.set(out))
            .build()) {
      pipeline.putIterable(List.of(1));
      pipeline.run();
      state(
          () -> kept.get().emit(1),
          "pipeline 'misused', step 'keep': an emitter is usable only in the hook call that got"
              + " it, in its thread; a client that answers later is for mapAsync");
    }
  }
}
