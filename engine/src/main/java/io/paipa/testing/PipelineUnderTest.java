package io.paipa.testing;

import io.paipa.Pipeline;
import io.paipa.PipelineDefinition;
import io.paipa.internal.life.Standing;
import io.paipa.internal.life.TestedRun;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * A pipeline on a clock that stands still until it is moved. Its threads are real. All that depends
 * on time goes by this clock: lists of chunks, back-off, time limits, rates, restarts of sources,
 * warnings. Its outputs are taken by the thread of the test, and so is its end: nothing here waits
 * by the clock that stands still. Workers park, whatever their step says of waiting.
 *
 * <p>The time of acknowledged sources, of queues, and of reporters is the machine's.
 *
 * <p>Used by one thread.
 *
 * @param <I> type of the items put in
 * @param <O> type of the outputs
 */
public final class PipelineUnderTest<I, O> {
  private static final long LOOK_NANOS = 20_000;
  private static final int LOOKS_BEFORE_PARKING = 50;
  private static final Duration LONGEST = Duration.ofDays(36_525);

  private final OneClock clock;
  private final TestedRun<I, O> run;
  private final Set<String> mayWait;
  private final List<O> outputs;

  /** How long, by the machine's clock, it may take until all is quiet. */
  private Duration patience = Duration.ofSeconds(10);

  private PipelineUnderTest(OneClock clock, PipelineDefinition<I, O> definition) {
    OneClock.Member<I, O> member = clock.start(definition);
    this.clock = clock;
    this.run = member.run();
    this.mayWait = member.mayWait();
    this.outputs = member.outputs();
  }

  /**
   * Starts a pipeline. It goes on until it is finished or ended.
   *
   * @param definition what it is
   * @param <I> type of the items put in
   * @param <O> type of the outputs
   * @return the pipeline
   * @throws IllegalStateException if options don't go together
   */
  public static <I, O> PipelineUnderTest<I, O> start(PipelineDefinition<I, O> definition) {
    return new PipelineUnderTest<>(new OneClock(), definition);
  }

  /**
   * Starts another pipeline, that goes by the same clock. Whatever moves the clock of one, or waits
   * until one is quiet, does so for both.
   *
   * @param definition what it is
   * @param <J> type of the items put in
   * @param <P> type of the outputs
   * @return the other pipeline
   * @throws IllegalStateException if options don't go together
   */
  public <J, P> PipelineUnderTest<J, P> startBeside(PipelineDefinition<J, P> definition) {
    return new PipelineUnderTest<>(clock, definition);
  }

  /**
   * How long it may take until all is quiet, by the machine's clock.
   *
   * @return 10 seconds, or what was set
   */
  public Duration patience() {
    return patience;
  }

  /**
   * Sets how long it may take until all is quiet, by the machine's clock.
   *
   * @param time the time
   * @throws IllegalArgumentException if the time is zero or negative
   */
  public void patience(Duration time) {
    if (time.isZero() || time.isNegative()) {
      throw new IllegalArgumentException("patience(" + time + "): a positive time is needed");
    }
    patience = time;
  }

  /**
   * The pipeline, as any user sees it. A call that waits may wait for ever, since it is the calling
   * thread that takes the outputs and moves the clock.
   *
   * @return the pipeline
   */
  public Pipeline<I, O> pipeline() {
    return run.pipeline();
  }

  /**
   * Code of this step may wait for something other than the clock: for what the test does, or until
   * it is interrupted. So do the stages that it gives.
   *
   * @param step the step's name
   */
  public void mayWait(String step) {
    mayWait.add(step);
  }

  /** Code of lazy sources may wait, as that of a step may that was {@linkplain #mayWait named}. */
  public void sourcesMayWait() {
    run.sourcesMayWait();
  }

  /**
   * How far the clock was moved.
   *
   * @return the time since the start
   */
  public Duration elapsed() {
    return Duration.ofNanos(clock.time().elapsedNanos());
  }

  /**
   * All outputs that were taken so far.
   *
   * @return the list, which grows, and may be emptied
   */
  public List<O> outputs() {
    return outputs;
  }

  /**
   * Waits until nothing happens any more by itself: until the clock is moved, or something is put
   * in. User code that may wait is left waiting.
   *
   * @return whether that has come in time
   */
  public boolean awaitQuiet() {
    return await(() -> look().isStill());
  }

  /**
   * Waits until something is so, and nothing happens any more by itself; or until nothing can make
   * it so, since no user code waits either.
   *
   * @param condition asked in the calling thread; may read the {@link #outputs}
   * @return whether one of the two has come in time
   */
  public boolean awaitUnlessQuiet(BooleanSupplier condition) {
    return await(
        () -> {
          Standing seen = look();
          return seen.kind() == Standing.Kind.QUIET || (seen.isStill() && condition.getAsBoolean());
        });
  }

  /**
   * Moves the clock. It stops wherever something is due, until all is quiet again. So everything
   * happens at its time, one after the other, however busy the machine is.
   *
   * @param time how far
   * @return whether all was quiet in time, before and after each stop; the clock goes no further
   *     else
   * @throws IllegalArgumentException if the time is negative, or more than 100 years
   */
  public boolean advance(Duration time) {
    if (time.isNegative() || time.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException(
          "advance(" + time + "): a clock goes on by 0 to " + LONGEST.toDays() + " days at once");
    }
    boolean quiet = awaitQuiet();
    long target = clock.time().nanoTime() + time.toNanos();
    for (long due = clock.nextDue(); quiet && due <= target; due = clock.nextDue()) {
      clock.moveTo(Math.max(due, clock.time().nanoTime()));
      quiet = awaitQuiet();
    }
    if (quiet) {
      clock.moveTo(target);
      quiet = awaitQuiet();
    }
    return quiet;
  }

  /**
   * What is going on.
   *
   * @return for people; empty if all is quiet
   */
  public String busyWith() {
    return look().why();
  }

  private Standing look() {
    return clock.look();
  }

  /**
   * Waits for something; takes outputs meanwhile, and looks again if there were any. An interrupt
   * ends the wait; the flag stays set.
   */
  private boolean await(BooleanSupplier condition) {
    long start = System.nanoTime();
    long patienceNanos = TimeUnit.NANOSECONDS.convert(patience);
    for (int looks = 0; ; looks++) {
      boolean came = condition.getAsBoolean();
      if (!clock.takeOutputs() && came) {
        return true; // no output has made room just now
      }
      if (System.nanoTime() - start >= patienceNanos || Thread.currentThread().isInterrupted()) {
        return false;
      }
      if (looks < LOOKS_BEFORE_PARKING) {
        Thread.yield();
      } else {
        LockSupport.parkNanos(this, LOOK_NANOS);
      }
    }
  }

  /**
   * Puts an item in. Waits for room as long as room may come without the clock, and no longer than
   * the {@link #patience()}.
   *
   * @param item the item
   * @return false if there is no room, or the pipeline is paused; and all is quiet, or did not
   *     become so in time
   * @throws IllegalStateException if nothing is taken any more; and what else {@link
   *     Pipeline#offer(Object)} throws then
   */
  public boolean put(I item) {
    return offer(() -> run.pipeline().offer(item));
  }

  /**
   * Puts a meta event in, as {@link #put} does an item.
   *
   * @param meta the event
   * @return false as {@link #put} says
   */
  public boolean putMeta(Object meta) {
    return offer(() -> run.offerMeta(meta));
  }

  private boolean offer(BooleanSupplier offering) {
    Offer offer = new Offer(offering);
    await(() -> offer.isTaken() || look().kind() == Standing.Kind.QUIET);
    return offer.isTaken(); // room may have come just before the last look
  }

  /** An offer that is made again until it is taken, and not once more. */
  private static final class Offer {
    private final BooleanSupplier offering;
    private boolean taken;

    Offer(BooleanSupplier offering) {
      this.offering = offering;
    }

    boolean isTaken() {
      taken = taken || offering.getAsBoolean();
      return taken;
    }
  }

  /** Begins to end the pipeline as a drain does: no source is pulled any more. */
  public void drain() {
    run.drain();
  }

  /**
   * Waits for the end, while the clock stands still.
   *
   * @return whether the end has come in time
   */
  public boolean awaitEnd() {
    return await(run::isOver);
  }

  /**
   * Aborts the pipeline, if it is not over, and waits for its end.
   *
   * @return whether the end has come in time
   */
  public boolean abort() {
    if (!run.isOver()) {
      run.pipeline().abort();
    }
    return awaitEnd();
  }
}
