package io.paipa.internal.life;

import io.paipa.AcknowledgedSource;
import io.paipa.PipelineState;
import io.paipa.internal.source.AcknowledgedFeeder;
import io.paipa.internal.source.Intake;
import io.paipa.internal.source.QueueSource;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;

/**
 * Sources that have threads of their own. Those that are put before the start wait here for it.
 * What waits is written under this object's monitor, which is also that of the start, the finish
 * and the close of the {@link Engine}; after the start, by the thread that starts.
 */
final class Staging {
  private final Lifecycle lifecycle;
  private final Intake intake;
  private final AcknowledgedSources acknowledged;
  private final Crew crew;
  private final Start start;

  /** Start the threads of sources that were put before the start. */
  private final Queue<Runnable> staged = new ArrayDeque<>();

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
    return startNow(() -> start.startQueue(source), intake::queueEnded);
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
    return startNow(() -> start.startAcknowledged(source), () -> acknowledged.remove(source));
  }

  /** Keeps what starts a thread until the start; false if that was before. */
  private boolean stage(Runnable startingThread) {
    return lifecycle.state() == PipelineState.NEW && staged.add(startingThread);
  }

  /** After the start: starts a thread; takes the source back if all others have ended. */
  private boolean startNow(Runnable startingThread, Runnable takingBack) {
    if (!crew.atWork().hold()) {
      takingBack.run();
      return false;
    }
    try {
      startingThread.run();
    } finally {
      crew.leave();
    }
    return true;
  }

  /**
   * Starts the threads of what was put before the start; if the run has ended meanwhile, the
   * sources are closed instead. By the thread that starts the run, which has begun: nothing is put
   * here any more. If it fails in the midst, it may be called again for the rest.
   */
  void startThreads() {
    for (Runnable next = staged.poll(); next != null; next = staged.poll()) {
      next.run();
    }
  }
}
