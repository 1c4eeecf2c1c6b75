package io.paipa.embedding;

import io.paipa.PipelineException;
import io.paipa.StepDefinition;
import io.paipa.internal.assembly.PipelinePlan;
import io.paipa.internal.assembly.PipelinePlanner;
import io.paipa.internal.hop.Circle;
import io.paipa.internal.life.EmbeddedRun;
import io.paipa.internal.platform.TimeSource;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A run of some steps, inside a host that feeds and empties it by one thread of its own. No call
 * makes that thread wait, but for {@link #close}: so the host may do other things in between. Used
 * by one thread at a time.
 *
 * <p>Items are gathered, and go into the first ring in batches; nothing else is held back. The run
 * ends by {@link #finish}, or by a {@linkplain #failure failure}. In both cases it {@linkplain
 * #isOver is over} only some time later.
 */
public final class EmbeddedPipeline implements AutoCloseable {
  private static final int BATCH = 256;

  private final EmbeddedRun run;

  /** No more gather than the first ring holds: a flush waits for them, too. */
  private final int limit;

  private final Circle batch = new Circle(BATCH);

  /** Positions in the batch: what is between them was offered, and is not in the ring. */
  private long front;

  private long back;
  private boolean flushing;

  /** Whether nothing was offered since the start, or since a flush came through. */
  private boolean isQuiet = true;

  private EmbeddedPipeline(EmbeddedRun run, int capacity) {
    this.run = run;
    this.limit = Math.min(BATCH, capacity);
  }

  /**
   * Refuses steps that no run can have.
   *
   * @param pipelineName for messages
   * @param steps the steps, at least one, with all their options
   * @throws IllegalStateException if options don't go together
   */
  public static void check(String pipelineName, List<? extends StepDefinition> steps) {
    plan(pipelineName, steps, Duration.ofSeconds(1));
  }

  private static PipelinePlan plan(
      String pipelineName, List<? extends StepDefinition> steps, Duration terminationTimeout) {
    PartOfPipeline part = new PartOfPipeline(pipelineName, List.copyOf(steps), terminationTimeout);
    return new PipelinePlanner(part).plan(TimeSource.SYSTEM);
  }

  /**
   * Starts a run. Its threads are daemons.
   *
   * @param pipelineName for messages and threads
   * @param steps the steps, at least one, with all their options
   * @param terminationTimeout how long {@link #close} waits for user code that ignores interrupts
   * @return the run; it may have failed already
   * @throws IllegalStateException if options don't go together
   */
  public static EmbeddedPipeline start(
      String pipelineName, List<? extends StepDefinition> steps, Duration terminationTimeout) {
    PipelinePlan plan = plan(pipelineName, steps, terminationTimeout);
    EmbeddedRun run = new EmbeddedRun(plan);
    run.start();
    return new EmbeddedPipeline(run, plan.capacity());
  }

  /**
   * Puts an item in. It may lie in the batch until {@link #push}.
   *
   * @param item the item, never null
   * @return false if there is no room
   */
  public boolean offer(Object item) {
    Objects.requireNonNull(item, "null is no item");
    if (back - front == limit && !pushSome()) {
      return false;
    }
    isQuiet = false;
    batch.set(back++, item);
    return true;
  }

  /**
   * Moves what was offered into the ring, as far as there is room.
   *
   * @return whether all of it is there
   */
  public boolean push() {
    while (front < back) {
      if (!pushSome()) {
        return false;
      }
    }
    return true;
  }

  private boolean pushSome() {
    int pushed = run.offer(batch, front, (int) (back - front));
    front += pushed;
    return pushed > 0;
  }

  /**
   * Has everything that was offered so far be done, and its outputs come out. Each step hands out
   * what it keeps, as {@link io.paipa.Step#onFlush} says. To be called again and again, with
   * outputs taken and nothing offered in between, until it has come through.
   *
   * @return true if it has come through: all outputs were taken, and the ledger is exact
   */
  public boolean flush() {
    if (!flushing) {
      flushing = push() && run.offerFlush();
      return false;
    }
    if (run.peek() != null || !run.isFlushed()) {
      return false;
    }
    flushing = false;
    isQuiet = true;
    return true;
  }

  /**
   * The next output.
   *
   * @return the output, which stays the next one; null if there is none at this moment
   */
  public @Nullable Object peek() {
    return run.peek();
  }

  /** Takes the output that {@link #peek} gave. */
  public void remove() {
    run.remove();
  }

  /**
   * Nothing more is offered: the run ends when all is done and its outputs are taken. To be called
   * when all was {@linkplain #push pushed}.
   */
  public void finish() {
    run.finish();
  }

  /**
   * Whether the run is over, and all of its outputs are taken.
   *
   * @return true after a finish, or a failure, and some time
   */
  public boolean isOver() {
    return run.isOver();
  }

  /**
   * Why the run has failed.
   *
   * @return the failure; empty if there is none
   */
  public Optional<PipelineException> failure() {
    return run.failure();
  }

  /**
   * What became of the items.
   *
   * @return the ledger; exact when a flush has come through and nothing was offered since, and when
   *     the run is over
   */
  public RunLedger ledger() {
    return RunLedger.of(run.report());
  }

  /**
   * Ends the run, if it is not over, and waits for its threads; for those whose user code ignores
   * the interrupt no longer than the termination timeout. The log tells of them. If nothing was
   * offered since a flush has come through, this is a drain: the steps are told {@link
   * io.paipa.Ending#DRAINED}, for all that they have seen is done. Else it is an abort.
   */
  @Override
  public void close() {
    if (isQuiet && run.failure().isEmpty() && !run.isOver()) {
      run.drain();
    }
    run.close();
  }
}
