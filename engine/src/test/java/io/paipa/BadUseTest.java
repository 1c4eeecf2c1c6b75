package io.paipa;

import static io.paipa.Refusals.argument;
import static io.paipa.Refusals.isNull;
import static io.paipa.Refusals.state;
import static io.paipa.StepOptions.options;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

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
        "pipeline 'misused': two steps are named 'same'; give each a name of its own");
  }

  @Test
  void shouldNameTheStepOfAnOption() {
    argument(
        () -> builder().map("half", item -> item).workers(0),
        "pipeline 'misused', step 'half': workers: 0 is not a number of workers; at least 1");
    argument(
        () -> builder().chunk("c", 3).capacity(5),
        "pipeline 'misused', step 'c': capacity: 5 is not a number of slots; a power of two from 2"
            + " to 2^24");
    argument(
        () -> builder().iterateStream("pull", items -> items).claimAhead(0),
        "pipeline 'misused', step 'pull': claimAhead: 0 is not a number of items; at least 1");
  }

  @Test
  void shouldRefuseStepsThatCanNotBe() {
    state(() -> Pipeline.<Integer>named(NAME).build(), "pipeline 'misused' has no steps; add one");
    argument(
        () -> builder().chunk("c", 0),
        "pipeline 'misused', step 'c': size: 0 is not a number of items in a chunk; at least 1");
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
      isNull(() -> pipeline.put(null), "pipeline 'misused': null is no item; leave it out");
      isNull(() -> pipeline.offer(null), "pipeline 'misused': null is no item; leave it out");
      isNull(
          () -> pipeline.offer(null, Duration.ZERO),
          "pipeline 'misused': null is no item; leave it out");
      isNull(() -> pipeline.putAll(null), "pipeline 'misused': null is no collection of items");
      isNull(
          () -> pipeline.putAll(Arrays.asList(1, null)),
          "pipeline 'misused': null is no item; leave it out");
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
}
