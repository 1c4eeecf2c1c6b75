package io.paipa.internal.life;

import io.paipa.PipelineException;
import io.paipa.Report;
import io.paipa.internal.assembly.PipelinePlan;
import io.paipa.internal.hop.Circle;
import io.paipa.internal.hop.Marker;
import io.paipa.internal.source.Entrance;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/**
 * A run that a thread of a host program feeds and empties. No call makes this thread wait, but for
 * {@link #close}. Used by one thread at a time.
 *
 * <p>This thread is a producer of the first ring as any other, and the one that takes from the ring
 * behind the last step. What it alone uses is in {@link PolledResults}; all else it asks the engine
 * for, which any thread may.
 */
public final class EmbeddedRun {
  private static final System.Logger LOG = System.getLogger("io.paipa");

  private final Engine engine;
  private final Lifecycle lifecycle;
  private final Entrance entrance;
  private final Termination termination;
  private final long patienceNanos;
  private @Nullable PolledResults opened;
  private long flushesOffered;

  /**
   * A run that was not started.
   *
   * @param plan what it is
   */
  public EmbeddedRun(PipelinePlan plan) {
    engine = new Engine(plan);
    lifecycle = engine.lifecycle();
    entrance = engine.entrance();
    termination = engine.termination();
    patienceNanos = plan.terminationNanos();
    engine.intake().addHost();
  }

  /** Starts its threads. What fails in user code fails the run. */
  public void start() {
    engine.start(true, () -> opened = engine.pollResults());
  }

  private PolledResults results() {
    return Objects.requireNonNull(opened, "start() comes first");
  }

  /**
   * Puts in as many of several items as there is room for.
   *
   * @param items holds the items
   * @param from position of the first
   * @param count how many, at least 1
   * @return how many were taken; 0 if there is no room, or the run has ended
   */
  public int offer(Circle items, long from, int count) {
    try {
      return lifecycle.isEnded() ? 0 : entrance.offer(items, from, count, lifecycle);
    } catch (CancellationException ended) {
      return 0; // just now: none of them is in the ring
    }
  }

  /**
   * Puts in a flush, behind all items so far, if there is room.
   *
   * @return false if there is no room, or the run has ended
   */
  public boolean offerFlush() {
    try {
      if (lifecycle.isEnded() || !entrance.offer(Marker.FLUSH, lifecycle)) {
        return false;
      }
    } catch (CancellationException ended) {
      return false;
    }
    flushesOffered++;
    return true;
  }

  /**
   * Whether all flushes have come through. Then all items before the last one are settled, and what
   * became of them was removed.
   *
   * @return true if so, or if there was none
   */
  public boolean isFlushed() {
    return results().flushes() == flushesOffered;
  }

  /**
   * The next output.
   *
   * @return the output, which stays the next one; null if there is none at this moment
   */
  public @Nullable Object peek() {
    return results().peek();
  }

  /** Takes the output that {@link #peek} gave. */
  public void remove() {
    results().remove();
  }

  /** Nothing more is put in: the run ends when all is done and its outputs are removed. */
  public void finish() {
    engine.intake().hostEnded();
    engine.finish(false);
  }

  /**
   * Ends the run as a drain does, and waits for that: its workers are told that more might have
   * come. To be called when nothing is in work.
   */
  public void drain() {
    engine.finish(false);
    long deadline = System.nanoTime() + patienceNanos;
    boolean interrupted = false;
    boolean waits = true;
    while (waits) {
      try {
        termination.await(deadline - System.nanoTime());
        waits = false;
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** Ends the run as soon as can be. */
  public void abort() {
    lifecycle.abort();
  }

  /**
   * Whether the run is over, and has no more outputs.
   *
   * @return true if so
   */
  public boolean isOver() {
    return termination.isOver() && (lifecycle.isEnded() || results().haveEnded());
  }

  /**
   * Why the run has failed. It may not be over yet.
   *
   * @return the failure; empty if there is none
   */
  public Optional<PipelineException> failure() {
    return Optional.ofNullable(engine.failures().get());
  }

  /**
   * What became of the items.
   *
   * @return the report; exact when the run is over, or flushed
   */
  public Report report() {
    return engine.reports().now();
  }

  /**
   * Ends the run, if it is not over, and waits for its threads. User code that ignores its
   * interrupt is waited for as long as the termination timeout says. The log tells of it then.
   */
  public void close() {
    if (!termination.isOver()) {
      abort();
      termination.awaitUninterruptibly();
    }
    PipelineException stuck = termination.takeStuck();
    if (stuck != null) {
      LOG.log(System.Logger.Level.WARNING, stuck.getMessage());
    }
    results().drop();
  }
}
