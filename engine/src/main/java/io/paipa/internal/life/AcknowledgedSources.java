package io.paipa.internal.life;

import io.paipa.AcknowledgedSource;
import io.paipa.internal.assembly.PipelinePlan;
import io.paipa.internal.platform.Background;
import io.paipa.internal.source.AcknowledgedFeeder;
import io.paipa.internal.source.Entrance;
import io.paipa.internal.source.Feeder;
import io.paipa.internal.source.Intake;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The sources of a run that are told of their items, and what they may know of the rest of the run.
 * Any thread adds and wakes; who pulls the results is written before the start.
 */
final class AcknowledgedSources implements AcknowledgedFeeder.Others {
  private final Lifecycle lifecycle;
  private final Intake intake;
  private final Entrance entrance;
  private final Feeder feeder;
  private final Crew crew;
  private final Termination termination;
  private final Runnable awaitInterrupts;
  private final long patienceNanos;
  private final Queue<AcknowledgedFeeder> sources = new ConcurrentLinkedQueue<>();
  private volatile @Nullable ResultsReader results;

  AcknowledgedSources(
      PipelinePlan plan,
      Lifecycle lifecycle,
      Intake intake,
      Entrance entrance,
      Feeder feeder,
      Crew crew,
      Termination termination,
      Runnable awaitInterrupts) {
    this.lifecycle = lifecycle;
    this.intake = intake;
    this.entrance = entrance;
    this.feeder = feeder;
    this.crew = crew;
    this.termination = termination;
    this.awaitInterrupts = awaitInterrupts;
    this.patienceNanos = plan.terminationNanos() / 2; // well before the end is forced
  }

  /** Somebody pulls the results, and settles what is pulled. */
  void pulledBy(ResultsReader reader) {
    results = reader;
  }

  /** What polls a source, and is not accepted yet. */
  AcknowledgedFeeder of(AcknowledgedSource<?> source) {
    return new AcknowledgedFeeder(
        source, lifecycle, intake, entrance, awaitInterrupts, feeder::abandon, this, patienceNanos);
  }

  /** Accepts a source; false if nothing more is taken. */
  boolean add(AcknowledgedFeeder source) {
    sources.removeIf(AcknowledgedFeeder::isDone);
    if (!intake.addAcknowledged(source.tally(), source.isBounded())) {
      return false;
    }
    sources.add(source);
    return true;
  }

  /** The source was accepted, but the run is over. */
  void remove(AcknowledgedFeeder source) {
    sources.remove(source);
    intake.acknowledgedEnded(source.isBounded());
  }

  /**
   * The threads of sources that wait are to look at the state of the run. They are woken by user
   * code, which may make its caller wait. If there is no thread for that, their polls end by
   * themselves.
   */
  void wakeUp() {
    sources.removeIf(AcknowledgedFeeder::isDone);
    if (!sources.isEmpty()) {
      Background.runs(() -> sources.forEach(AcknowledgedFeeder::wakeUp));
    }
  }

  /** Calls for each of them. */
  void forEach(Consumer<AcknowledgedFeeder> action) {
    sources.forEach(action);
  }

  /** The run was never started. */
  void giveUp() {
    sources.forEach(AcknowledgedFeeder::giveUp);
  }

  @Override
  public boolean areGone() {
    return crew.atWork().areOthersGone() && !mayBePulled();
  }

  /** Whether results may be pulled, and settled by that, that are not yet. */
  boolean mayBePulled() {
    ResultsReader reader = results;
    return reader != null && reader.isOpen() && !lifecycle.isEnded();
  }

  @Override
  public boolean areOver() {
    return termination.isOver();
  }
}
