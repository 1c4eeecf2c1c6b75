package io.paipa;

import static io.paipa.StepOptions.options;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Misuse gets an exception at once, which says what was wrong and what to do. */
@SuppressWarnings({"NullAway", "DataFlowIssue", "ConstantValue"}) // null is what is tested
class BadUseTest {
  private static final String NAME = "misused";

  @AfterEach
  void shouldLeaveNoThread() {
    Threads.assertNoneOf(NAME);
  }

  private static Builder<Integer, Integer> builder() {
    return Pipeline.<Integer>named(NAME).map("same", item -> item).workers(2);
  }

  private static void refused(ThrowingCallable call, Class<?> type, String message) {
    assertThatThrownBy(call).isInstanceOf(type).hasMessage(message);
  }

  private static void argument(ThrowingCallable call, String message) {
    refused(call, IllegalArgumentException.class, message);
  }

  private static void isNull(ThrowingCallable call, String message) {
    refused(call, NullPointerException.class, message);
  }

  private static void state(ThrowingCallable call, String message) {
    refused(call, IllegalStateException.class, message);
  }

  @Test
  void shouldNameTheValueOfAnOption() {
    argument(() -> options().workers(0), "workers: 0 is not a number of workers; at least 1");
    argument(() -> options().workers(-1), "workers: -1 is not a number of workers; at least 1");
    for (int count : List.of(65_537, Integer.MAX_VALUE)) {
      argument(
          () -> options().workers(count),
          "workers: "
              + count
              + " are too many for a step; at most 65,536. Each is a thread: as many as are to work"
              + " at once are enough, for further items wait in the step's ring");
    }
    for (int slots : List.of(0, 1, 3, -4, 1_000, 1 << 25, Integer.MAX_VALUE, Integer.MIN_VALUE)) {
      argument(
          () -> options().capacity(slots),
          "capacity: " + slots + " is not a number of slots; a power of two from 2 to 2^24");
    }
    argument(() -> options().claimAhead(0), "claimAhead: 0 is not a number of items; at least 1");
    argument(
        () -> options().retrying(-1, Backoff.none()),
        "maxRetries: -1 is not a number of retries; 0 or more");
    isNull(() -> options().retrying(1, null), "backoff: null; Backoff.none() retries at once");
    isNull(() -> options().retrying(1, Backoff.none(), null), "retryable: null is not a predicate");
    isNull(() -> options().onFailure(null), "onFailure: null; the default is FAIL");
    isNull(() -> options().waiting(null), "waiting: null; the default is PARKING");
    isNull(
        () -> options().itemTimeout(null),
        "itemTimeout: null; leave the option out, if it is not to be set");
  }

  @Test
  void shouldNameTheValueOfADuration() {
    argument(() -> Backoff.fixed(Duration.ofMillis(-1)), "delay: PT-0.001S is negative");
    isNull(() -> Backoff.fixed(null), "delay: null is not a duration");
    argument(
        () -> builder().reporter(report -> {}, Duration.ZERO),
        "interval: zero is too short; give a positive duration");
    argument(
        () -> builder().terminationTimeout(Duration.ofSeconds(-1)), "timeout: PT-1S is negative");
  }

  @Test
  void shouldRefuseNames() {
    isNull(() -> Pipeline.named(null), "pipeline name: null; give it a name");
    argument(() -> Pipeline.named(" "), "pipeline name: empty; give it a name");
    argument(() -> builder().map("", item -> item), "step name: empty; give it a name");
    isNull(() -> builder().map(null, item -> item), "step name: null; give it a name");
    argument(
        () -> builder().map("same", item -> item),
        "pipeline 'misused': two steps are named 'same'; names differ");
  }

  @Test
  void shouldRefuseStepsThatCanNotBe() {
    state(() -> Pipeline.<Integer>named(NAME).build(), "pipeline 'misused' has no steps; add one");
    argument(
        () -> builder().chunk("c", 0), "size: 0 is not a number of items in a chunk; at least 1");
    assertThatThrownBy(() -> builder().map("null", null))
        .isInstanceOf(NullPointerException.class)
        .hasMessageContaining("null");
    state(
        () -> builder().daemon(true).threadFactory(Thread::new).build(),
        "pipeline 'misused': daemon and threadFactory exclude each other; let the factory make"
            + " daemon threads");
  }

  @Test
  void shouldRefuseNullItemsAndSources() {
    try (Pipeline<Integer, Integer> pipeline = builder().build()) {
      isNull(() -> pipeline.put(null), "pipeline 'misused': null is no item");
      isNull(() -> pipeline.offer(null), "pipeline 'misused': null is no item");
      isNull(() -> pipeline.offer(null, Duration.ZERO), "pipeline 'misused': null is no item");
      isNull(() -> pipeline.putAll(null), "pipeline 'misused': null is no collection of items");
      isNull(() -> pipeline.putAll(Arrays.asList(1, null)), "pipeline 'misused': null is no item");
      isNull(() -> pipeline.putMeta(null), "pipeline 'misused': null is no meta event");
      isNull(() -> pipeline.putIterable(null), "pipeline 'misused': null is no source");
      isNull(() -> pipeline.putIterator(null), "pipeline 'misused': null is no source");
      isNull(() -> pipeline.putStream(null), "pipeline 'misused': null is no source");
      isNull(() -> pipeline.putQueue(null), "pipeline 'misused': null is no source");
      isNull(
          () -> pipeline.putQueue(new ArrayBlockingQueue<>(1), null),
          "pipeline 'misused': null is no end marker");
      isNull(() -> pipeline.awaitTermination(null), "timeout: null is not a duration");
    }
  }

  private static void fails(Builder<Integer, ?> builder, String what, String why) {
    try (Pipeline<Integer, ?> pipeline = builder.build()) {
      pipeline.putIterable(List.of(1));
      assertThatThrownBy(pipeline::run)
          .isInstanceOf(PipelineException.class)
          .hasMessageContaining(what)
          .rootCause()
          .hasMessageContaining(why);
    }
  }

  @Test
  void shouldSayHowToSkipWhenAResultIsNull() {
    Builder<Integer, Integer> named = Pipeline.named(NAME);
    String how = "null is no output; throw Skip.item() to drop the item";
    fails(named.<Integer>map("nothing", item -> null), "step 'nothing'", how);
    fails(named.<Integer>mapMulti("nothing", (item, out) -> out.emit(null)), "step 'nothing'", how);
    fails(
        named.<Integer>step("nothing", EmittingNullAtTheEnd::new),
        "step 'nothing'",
        "null is no output; leave it out");
    fails(
        named.<Integer>flatMap("nothing", item -> null),
        "step 'nothing'",
        "the function gave null, not a stream");
    fails(
        named.<Integer>iterate("nothing", items -> null),
        "step 'nothing'",
        "the iterator step gave null, not an iterator");
    fails(
        named.<Integer>step("nothing", () -> null),
        "step 'nothing'",
        "the factory gave null, not a step");
    Step<Integer, Integer> once = new Forwarding();
    fails(
        named.<Integer>step("twice", () -> once).workers(2),
        "step 'twice'",
        "the factory gave the same instance twice; each worker needs one of its own");
  }

  /** There is no item to be skipped. */
  private static final class EmittingNullAtTheEnd implements Step<Integer, Integer> {
    @Override
    public void process(Integer item, Emitter<Integer> out) {}

    @Override
    public void onFlush(Emitter<Integer> out) {
      out.emit(null);
    }
  }

  private static final class Forwarding implements Step<Integer, Integer> {
    @Override
    public void process(Integer item, Emitter<Integer> out) {
      out.emit(item);
    }
  }

  @Test
  void shouldFailWhenASourceGivesNull() {
    try (Pipeline<Integer, Integer> pipeline = builder().build()) {
      pipeline.putIterable(Arrays.asList(1, null));
      assertThatThrownBy(pipeline::run)
          .rootCause()
          .hasMessage("a source gave null; an item can't be null");
    }
    try (Pipeline<Integer, Integer> pipeline = builder().build()) {
      pipeline.putIterable(() -> (Iterator<Integer>) null);
      assertThatThrownBy(pipeline::run)
          .rootCause()
          .hasMessage("the source gave null, not an iterator");
    }
  }

  @Test
  void shouldRefuseARunThatNothingWouldEnd() throws InterruptedException {
    String message =
        "pipeline 'misused': nothing would end this run; call finish() first, put a source that"
            + " ends and no queue without an end marker, or use runForever()";
    try (Pipeline<Integer, Integer> pipeline = builder().build()) {
      state(pipeline::run, message);
      pipeline.put(1);
      state(pipeline::run, message);
      pipeline.putQueue(new ArrayBlockingQueue<>(1));
      state(pipeline::run, message);
      state(pipeline::stop, "pipeline 'misused' was not started; close() abandons what was put");
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
                + " builder");
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

  @ParameterizedTest
  @ValueSource(strings = {"process", "hook", "source", "tracker", "dead letter", "reporter"})
  void shouldRefuseToWaitForItself(String where) throws InterruptedException {
    Map<String, Throwable> thrown = new ConcurrentHashMap<>();
    AtomicReference<Pipeline<Integer, Integer>> self = new AtomicReference<>();
    Runnable misuse =
        () -> {
          Pipeline<Integer, Integer> pipeline = self.get();
          Map<String, ThrowingCallable> calls =
              Map.of(
                  "put", () -> pipeline.put(1),
                  "putMeta", () -> pipeline.putMeta("meta"),
                  "putAll", () -> pipeline.putAll(List.of()),
                  "offer with a timeout", () -> pipeline.offer(1, Duration.ofSeconds(1)),
                  "run", pipeline::run,
                  "stop", pipeline::stop,
                  "close", pipeline::close,
                  "drain", () -> pipeline.drain(Duration.ZERO),
                  "awaitTermination", () -> pipeline.awaitTermination(Duration.ZERO),
                  "results", pipeline::results);
          calls.forEach(
              (name, call) -> {
                try {
                  call.call();
                } catch (Throwable t) {
                  thrown.put(name, t);
                }
              });
          pipeline.finish();
        };
    Pipeline<Integer, Integer> pipeline = misusing(where, misuse);
    self.set(pipeline);
    pipeline.putStream(
        Stream.of(1)
            .peek(
                item -> {
                  if (where.equals("source")) {
                    misuse.run();
                  }
                }));
    pipeline.runForever();
    assertThat(thrown)
        .hasSize(10)
        .allSatisfy(
            (name, e) ->
                assertThat(e)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage(
                        "pipeline 'misused': "
                            + name
                            + " in one of the pipeline's own threads would wait for itself;"
                            + " offer(item), finish, abort and StepContext.reenqueue are possible"
                            + " there"));
  }

  private static Pipeline<Integer, Integer> misusing(String where, Runnable misuse) {
    class Hooked implements Step<Integer, Integer> {
      @Override
      public void process(Integer item, Emitter<Integer> out) {
        if (where.equals("process")) {
          misuse.run();
        } else if (where.equals("dead letter")) {
          throw new IllegalStateException("to the dead letters");
        }
        out.emit(item);
      }

      @Override
      public void onInputEmpty(Emitter<Integer> out) {
        if (where.equals("hook")) {
          misuse.run();
        }
      }
    }
    Builder<Integer, Integer> builder =
        Pipeline.<Integer>named(NAME)
            .step("misuse", Hooked::new)
            .onFailure(FailurePolicy.deadLetter(failed -> misuse.run()));
    if (where.equals("tracker")) {
      builder =
          builder.tracker(
              new Tracker() {
                @Override
                public void beforeProcess(String stepName, Object item) {
                  misuse.run();
                }
              });
    } else if (where.equals("reporter")) {
      builder = builder.reporter(report -> misuse.run(), Duration.ofMillis(5));
    }
    return builder.build();
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
              + " it, in its thread; a step that waits for an asynchronous result emits when it has"
              + " it");
    }
  }
}
