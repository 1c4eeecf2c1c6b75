package io.paipa.internal.life;

import io.paipa.AcknowledgedSource;
import io.paipa.PipelineState;
import io.paipa.internal.source.AcknowledgedFeeder;
import io.paipa.internal.source.Intake;
import io.paipa.internal.source.QueueSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;

/**
 * Sources that have threads of their own. Those that are put before the start wait here for it.
 * What waits is written under this object's monitor, which is also that of the start, the finish
 * and the close of the {@link Engine}.
 */
final class Staging {
  private final Lifecycle lifecycle;
  private final Intake intake;
  private final AcknowledgedSources acknowledged;
  private final Crew crew;
  private final Start start;

  /** Start the threads of sources that were put before the start. */
  private final List<Runnable> staged = new ArrayList<>();

  Staging(
      Lifecycle lifecycle,
      Intake intake,
      AcknowledgedSources acknowledged,
      Crew crew,
      Start start) {
    this.lifecycle = lifecycle;
    this.intake = intake;
    this.acknowledged = acknowledged;
    this.crew = crew;
    this.start = start;
  }

  /** A queue that doesn't end by itself; false if nothing more is taken. */
  boolean putQueue(BlockingQueue<?> queue) {
    QueueSource source;
    synchronized (this) {
      source = intake.addQueue(queue);
      if (source == null || stage(() -> start.startQueue(source))) {
        return source != null;
      }
    }
    if (!crew.atWork().hold()) {
      intake.queueEnded();
      return false;
    }
    start.startQueue(source);
    crew.leave();
    return true;
  }

  /** A source that is told of its items; false if nothing more is taken. */
  boolean putAcknowledged(AcknowledgedSource<?> given) {
    AcknowledgedFeeder source = acknowledged.of(given);
    synchronized (this) {
      if (!acknowledged.add(source)) {
        return false;
      }
      if (stage(() -> start.startAcknowledged(source))) {
        return true;
      }
    }
    if (!crew.atWork().hold()) {
      acknowledged.remove(source);
      return false;
    }
    start.startAcknowledged(source);
    crew.leave();
    return true;
  }

  /** Keeps what starts a thread until the start; false if that was before. */
  private boolean stage(Runnable startingThread) {
    return lifecycle.state() == PipelineState.NEW && staged.add(startingThread);
  }

  /** At the start: what starts the threads. Nothing is put here any more. */
  List<Runnable> take() {
    List<Runnable> all = List.copyOf(staged);
    staged.clear();
    return all;
  }
}
