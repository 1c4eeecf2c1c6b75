package io.paipa.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import io.paipa.Builder;
import io.paipa.Pipeline;
import io.paipa.PipelineDefinition;
import io.paipa.PipelineException;
import io.paipa.Report;
import io.paipa.StepReport;
import io.paipa.testing.PipelineUnderTest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.assertj.core.api.AbstractThrowableAssert;
import org.jspecify.annotations.Nullable;

/**
 * A pipeline in a test: {@code PipelineTest.of(builder).put(1, 2).advance(ofMillis(200))
 * .expect(List.of(1, 2))}. Its threads are real. Its clock stands still until {@link #advance}
 * moves it, and all that depends on time goes by that clock: the lists of chunks, the back-off of
 * retries and of restarting sources, time limits, rates. So nothing in a test sleeps, and nothing
 * depends on how busy the machine is.
 *
 * <p><b>Quiet.</b> A pipeline is quiet when nothing happens in it any more by itself: until its
 * clock is moved, or something is put in. All that asks for outputs, counts or failures waits until
 * the pipeline is quiet, for 10 seconds of the machine's time at most. User code that waits for
 * something else keeps it from that, unless the test says so by {@link #mayWait}.
 *
 * <p><b>Failures.</b> A pipeline that fails, fails the test: at the next expectation, or at {@link
 * #close}, unless {@link #expectFailure} comes first. What is put after a failure is ignored, since
 * the failure may come before or after.
 *
 * <p>The time of acknowledged sources, of queues and of reporters is the machine's. Threads park
 * whatever {@code waiting(...)} says. A test that is annotated with {@link LeavesNoPipeline} needs
 * no {@link #close}.
 *
 * <p>Used by one thread, which must be none of the pipeline's own.
 *
 * @param <I> type of the items put in
 * @param <O> type of the outputs of the last step
 */
public final class PipelineTest<I, O> implements AutoCloseable {
  private final PipelineUnderTest<I, O> run;
  private final Pipeline<I, O> pipeline;
  private final String where;

  /** Null if nobody closes it but the test itself. */
  private final @Nullable TestScope scope = TestScope.current();

  /** The failure that the test has asked for. */
  private @Nullable PipelineException expected;

  private boolean closed;

  /** Whether the test was told that it did not become quiet: it need not wait for that again. */
  private boolean toldNotQuiet;

  private PipelineTest(PipelineUnderTest<I, O> run) {
    this.run = run;
    pipeline = run.pipeline();
    where = "pipeline '" + pipeline.name() + "'";
    if (scope != null) {
      scope.add(this);
    }
  }

  /**
   * Starts a pipeline, in daemon threads unless it has a thread factory. It goes on until it is
   * finished or fails.
   *
   * @param builder describes it
   * @param <I> type of the items put in
   * @param <O> type of the outputs of the last step
   * @return the pipeline in the test
   * @throws IllegalStateException if the description is at odds with itself
   */
  public static <I, O> PipelineTest<I, O> of(Builder<I, O> builder) {
    return new PipelineTest<>(PipelineUnderTest.start(definition(builder)));
  }

  private static <I, O> PipelineDefinition<I, O> definition(Builder<I, O> builder) {
    PipelineDefinition<I, O> definition = builder.definition();
    return definition.threadFactory().isPresent() ? definition : builder.daemon(true).definition();
  }

  /**
   * Starts another pipeline that goes by the clock of this one: for pipelines that share a {@link
   * io.paipa.RateLimiter}, or feed one another. Whatever moves the clock of one, or waits until one
   * is quiet, does so for both.
   *
   * @param builder describes the other one
   * @param <J> type of the items put in
   * @param <P> type of the outputs of its last step
   * @return the other pipeline in the test
   * @throws IllegalStateException if the description is at odds with itself
   */
  public <J, P> PipelineTest<J, P> beside(Builder<J, P> builder) {
    return new PipelineTest<>(run.startBeside(definition(builder)));
  }

  /**
   * As {@link #of(Builder)}.
   *
   * @param definition what it is
   * @param <I> type of the items put in
   * @param <O> type of the outputs of the last step
   * @return the pipeline in the test
   * @throws IllegalStateException if the description is at odds with itself
   */
  public static <I, O> PipelineTest<I, O> of(PipelineDefinition<I, O> definition) {
    return of(definition.toBuilder());
  }

  /**
   * Code of these steps may wait for something other than the clock: for what the test does later,
   * or for its own interrupt. So may the stages of asynchronous steps. Then the pipeline counts as
   * quiet while they wait. An expectation that is not met yet is waited for, since nobody knows
   * whether such code is about to go on.
   *
   * @param steps names of steps
   * @return this
   * @throws IllegalArgumentException if there is no such step
   */
  @CanIgnoreReturnValue
  public PipelineTest<I, O> mayWait(String... steps) {
    for (String step : steps) {
      if (pipeline.definition().steps().stream().noneMatch(each -> each.name().equals(step))) {
        throw new IllegalArgumentException(where + " has no step '" + step + "'");
      }
      run.mayWait(step);
    }
    return this;
  }

  /**
   * Code of lazy sources, as an iterator's {@code next}, may wait for something other than the
   * clock, as that of a {@linkplain #mayWait step} may. Queues and acknowledged sources always may.
   *
   * @return this
   */
  @CanIgnoreReturnValue
  public PipelineTest<I, O> sourcesMayWait() {
    run.sourcesMayWait();
    return this;
  }

  /**
   * Sets how long, by the machine's clock, the pipeline may take to become quiet. By default 10
   * seconds.
   *
   * @param time the time, positive
   * @return this
   * @throws IllegalArgumentException if the time is zero or negative
   */
  @CanIgnoreReturnValue
  public PipelineTest<I, O> patience(Duration time) {
    run.patience(time);
    return this;
  }

  /**
   * Puts items in, one after the other. Waits for room, as long as it may come without the clock,
   * and no longer than the {@link #patience}.
   *
   * @param items the items
   * @return this
   * @throws AssertionError if there is no room, and none comes until the clock is moved; or if the
   *     pipeline is paused
   * @throws IllegalStateException if the pipeline was finished
   */
  @SafeVarargs
  @CanIgnoreReturnValue
  public final PipelineTest<I, O> put(I... items) {
    for (I item : items) {
      put(item);
    }
    return this;
  }

  /**
   * Puts items in, as {@link #put} does.
   *
   * @param items the items
   * @return this
   */
  @CanIgnoreReturnValue
  public PipelineTest<I, O> putAll(Iterable<? extends I> items) {
    for (I item : items) {
      put(item);
    }
    return this;
  }

  private void put(I item) {
    offer(() -> run.put(item), "item " + item);
  }

  /**
   * Puts a meta event in, as {@link #put} does an item.
   *
   * @param meta the event
   * @return this
   */
  @CanIgnoreReturnValue
  public PipelineTest<I, O> putMeta(Object meta) {
    offer(() -> run.putMeta(meta), "meta event " + meta);
    return this;
  }

  private void offer(BooleanSupplier offering, String what) {
    boolean taken;
    try {
      taken = offering.getAsBoolean();
    } catch (RuntimeException e) {
      if (pipeline.failure().isPresent()) {
        return; // the next expectation says so
      }
      throw e;
    }
    if (!taken) {
      throw new AssertionError(where + " takes no " + what + ": " + whyFull());
    }
  }

  private String whyFull() {
    return run.busyWith().isEmpty()
        ? "it is "
            + pipeline.state()
            + ", and quiet. Advance the clock before you put more in, give the first step more"
            + " capacity, or resume the pipeline"
            + dump()
        : "there was no room. " + notQuiet();
  }

  /**
   * Moves the clock. It stops wherever something is due, until the pipeline is quiet again. So
   * everything happens at its time, one after the other.
   *
   * @param time how far
   * @return this
   * @throws IllegalArgumentException if the time is negative, or more than 100 years
   * @throws AssertionError if the pipeline does not become quiet
   */
  @CanIgnoreReturnValue
  public PipelineTest<I, O> advance(Duration time) {
    checkQuiet(run.advance(time));
    return this;
  }

  /**
   * How far the clock was moved.
   *
   * @return the time since the start
   */
  public Duration elapsed() {
    return run.elapsed();
  }

  /**
   * Waits until the pipeline is quiet.
   *
   * @return this
   * @throws AssertionError if it does not become quiet
   */
  @CanIgnoreReturnValue
  public PipelineTest<I, O> awaitQuiet() {
    checkQuiet(run.awaitQuiet());
    return this;
  }

  private void checkQuiet(boolean isQuiet) {
    if (!isQuiet) {
      throw new AssertionError(notQuiet());
    }
  }

  private String notQuiet() {
    toldNotQuiet = true;
    String what =
        Thread.currentThread().isInterrupted()
            ? ": the test was interrupted while it waited for "
            : " did not become quiet within " + run.patience().toMillis() + " ms: ";
    return where
        + what
        + run.busyWith()
        + System.lineSeparator()
        + "If that code is to wait for what the test does later, say so by mayWait(step), or by"
        + " sourcesMayWait()."
        + dump();
  }

  private String dump() {
    return System.lineSeparator() + System.lineSeparator() + pipeline.dump();
  }

  /**
   * Expects these outputs, in this order, and no others, since the last expectation of outputs.
   *
   * @param outputs the outputs
   * @return this
   * @throws AssertionError if there are others, or the pipeline has failed, or does not become
   *     quiet
   */
  @CanIgnoreReturnValue
  public PipelineTest<I, O> expect(List<? extends O> outputs) {
    await(() -> run.outputs().equals(outputs));
    assertThat(takeOutputs()).as("outputs of %s", where).isEqualTo(outputs);
    return this;
  }

  /**
   * Expects these outputs, in any order, and no others, since the last expectation of outputs.
   *
   * @param outputs the outputs
   * @return this
   * @throws AssertionError as {@link #expect} does
   */
  @CanIgnoreReturnValue
  public PipelineTest<I, O> expectInAnyOrder(List<? extends O> outputs) {
    await(() -> run.outputs().size() == outputs.size());
    assertThat(takeOutputs())
        .as("outputs of %s", where)
        .containsExactlyInAnyOrderElementsOf(new ArrayList<>(outputs));
    return this;
  }

  /**
   * Expects no output since the last expectation of outputs.
   *
   * @return this
   * @throws AssertionError as {@link #expect} does
   */
  @CanIgnoreReturnValue
  public PipelineTest<I, O> expectNothing() {
    return expect(List.of());
  }

  /**
   * Takes the outputs since the last expectation of outputs, for a test that wants to look at them
   * by itself.
   *
   * @return a list of the test's own
   * @throws AssertionError if the pipeline has failed, or does not become quiet
   */
  public List<O> outputs() {
    awaitQuiet();
    checkFailure();
    return takeOutputs();
  }

  private List<O> takeOutputs() {
    List<O> taken = new ArrayList<>(run.outputs());
    run.outputs().clear();
    return taken;
  }

  /**
   * Waits until something is so; not for longer than until the pipeline is quiet, unless user code
   * waits.
   */
  private void await(BooleanSupplier condition) {
    if (!run.awaitUnlessQuiet(condition)) {
      checkQuiet(run.awaitQuiet()); // else the assertion that follows says what is wrong
    }
    checkFailure();
  }

  private void checkFailure() {
    PipelineException failure = pipeline.failure().orElse(null);
    if (failure != null && expected == null) {
      expected = failure; // said once
      throw new AssertionError(where + " has failed: " + failure.getMessage(), failure);
    }
  }

  /**
   * Expects that the pipeline fails, and waits for its end.
   *
   * @return for assertions on the failure: it has the step, the item, the attempt and the cause
   * @throws AssertionError if it does not fail
   */
  public AbstractThrowableAssert<?, PipelineException> expectFailure() {
    boolean came = run.awaitUnlessQuiet(() -> pipeline.failure().isPresent());
    PipelineException failure = pipeline.failure().orElse(null);
    if (failure == null) {
      checkQuiet(came || run.awaitQuiet());
      throw new AssertionError(where + " was to fail, and has not." + dump());
    }
    expected = failure;
    checkQuiet(run.awaitEnd());
    return new FailureAssert(failure).as("failure of %s", where);
  }

  /**
   * Says that nothing more is put in, and waits until the pipeline is quiet. It has ended then,
   * unless something in it waits for the clock.
   *
   * @return this
   * @throws AssertionError if it does not become quiet
   */
  @CanIgnoreReturnValue
  public PipelineTest<I, O> finish() {
    pipeline.finish();
    return awaitQuiet();
  }

  /**
   * As {@link #finish}; and no source is pulled any more, as by {@link Pipeline#drain}.
   *
   * @return this
   * @throws AssertionError if it does not become quiet
   */
  @CanIgnoreReturnValue
  public PipelineTest<I, O> drain() {
    run.drain();
    return awaitQuiet();
  }

  /**
   * Aborts the pipeline, and waits for its end.
   *
   * @return this
   * @throws AssertionError if the end does not come
   */
  @CanIgnoreReturnValue
  public PipelineTest<I, O> abort() {
    checkQuiet(run.abort());
    return this;
  }

  /**
   * The report of this moment, when the pipeline is quiet: then its counts are exact.
   *
   * @return the report
   * @throws AssertionError if it does not become quiet
   */
  public Report report() {
    awaitQuiet();
    return pipeline.report();
  }

  /**
   * What became of the items of a step: {@code
   * assertThat(test.step("send").retried()).isEqualTo(2)}.
   *
   * @param name the step's name
   * @return its part of the {@link #report}
   * @throws IllegalArgumentException if there is no such step
   * @throws AssertionError if the pipeline does not become quiet
   */
  public StepReport step(String name) {
    return report().steps().stream()
        .filter(step -> step.stepName().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException(where + " has no step '" + name + "'"));
  }

  /**
   * The pipeline, for all else: to hand it to the code under test, to pause it, to give it sources.
   * A call that waits would wait for ever in the test's own thread: for room, for results, or for
   * the end.
   *
   * @return the pipeline, started
   */
  public Pipeline<I, O> pipeline() {
    return pipeline;
  }

  /**
   * Waits until the pipeline is quiet; aborts it, if it has not ended, and waits for its end. No
   * effect the second time.
   *
   * @throws AssertionError if it has failed, and no expectation has said so; or if it does not
   *     become quiet, or its end does not come
   */
  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    boolean wasQuiet = toldNotQuiet || run.awaitQuiet(); // else it might be about to fail
    String busyWith = wasQuiet ? "" : notQuiet();
    if (scope != null) {
      scope.remove(this);
    }
    checkQuiet(run.abort());
    if (!wasQuiet) {
      throw new AssertionError(busyWith);
    }
    checkFailure();
  }
}
