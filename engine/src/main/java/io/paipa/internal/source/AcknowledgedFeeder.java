package io.paipa.internal.source;

import io.paipa.AcknowledgedSource;
import io.paipa.internal.worker.Run;
import io.paipa.internal.worker.UserCode;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Polls a source that is told of its items: the work of a thread of its own, which alone uses this,
 * but for {@link #wakeUp}. It polls while there is room in the first ring, and makes the
 * acknowledgements that are due between the polls. It outlives the workers: after the last poll it
 * stays until all is settled, or nobody is left to settle it.
 */
public final class AcknowledgedFeeder {
  private static final Duration POLL = Duration.ofSeconds(1);
  private static final Duration POLL_WHILE_OPEN = Duration.ofMillis(100);
  private static final long IDLE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
  private static final long ROOM_NANOS = TimeUnit.MILLISECONDS.toNanos(10);
  private static final long MOVE_NANOS = TimeUnit.MILLISECONDS.toNanos(1);
  private static final long ENDED_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

  /** A source is polled when this part of the ring is free, or when it has waited for that. */
  private static final int SHARE_OF_ROOM = 4;

  /** The rest of the run, as far as this thread waits for it. */
  public interface Others {
    /**
     * Whether nobody settles anything any more.
     *
     * @return true if all threads are gone but such as this one, and no results are pulled
     */
    boolean areGone();

    /**
     * Whether the run is over, although this thread is not.
     *
     * @return true if the end was forced
     */
    boolean areOver();
  }

  private final AcknowledgedSource<Object> source;
  private final boolean bounded;
  private final Run run;
  private final Intake intake;
  private final Entrance entrance;
  private final SourceCode code;
  private final IntConsumer abandon;
  private final Others others;
  private final long patienceNanos;
  private final OpenDeliveries open = new OpenDeliveries();
  private final SourceTally tally = new SourceTally("acknowledged", open);
  private final SourceDeliveries deliveries;
  private long calledNanos = System.nanoTime();
  private boolean failed;
  private volatile boolean done;

  /** Whether a poll may come: else nobody is to be woken. */
  private volatile boolean polls = true;

  /**
   * Of a source that was not polled.
   *
   * @param awaitInterrupts clears the flag, and sees to it that no interrupt of the end comes later
   * @param abandon is told how many items were delivered and could not be published
   * @param patienceNanos how long after the end of the run the workers are waited for
   */
  @SuppressWarnings("unchecked") // items are objects to the engine
  public AcknowledgedFeeder(
      AcknowledgedSource<?> source,
      Run run,
      Intake intake,
      Entrance entrance,
      Runnable awaitInterrupts,
      IntConsumer abandon,
      Others others,
      long patienceNanos) {
    this.source = (AcknowledgedSource<Object>) source;
    this.bounded = source.bounded();
    this.run = run;
    this.intake = intake;
    this.entrance = entrance;
    this.code = new SourceCode(run, intake, awaitInterrupts);
    this.abandon = abandon;
    this.others = others;
    this.patienceNanos = patienceNanos;
    this.deliveries = new SourceDeliveries(run, entrance, code, tally, open);
  }

  /**
   * What the source gave.
   *
   * @return its tally
   */
  public SourceTally tally() {
    return tally;
  }

  /**
   * Whether the source has an end of its own.
   *
   * @return as it has said
   */
  public boolean isBounded() {
    return bounded;
  }

  /**
   * The oldest delivery that is not acknowledged. Any thread may ask.
   *
   * @return null if none is open
   */
  public @Nullable OldestOpen oldest() {
    return open.oldest();
  }

  /** Any thread: the pause has ended. */
  public void resumed() {
    open.wakeUp();
  }

  /** Any thread: a poll that waits is to return, and the state is to be looked at. */
  public void wakeUp() {
    open.wakeUp();
    if (!polls) {
      return;
    }
    try {
      source.wakeUp();
    } catch (Throwable t) {
      if (polls) { // else it was closed meanwhile
        run.fail("waking a source up failed", null, null, 0, t);
      }
    }
  }

  /** In place of {@link #feed}: the thread could not be started, or the run never was. */
  public void giveUp() {
    polls = false;
    done = true;
    intake.acknowledgedEnded(bounded);
    code.close((AutoCloseable) source::close);
  }

  /** Polls until the source or the run has ended, and stays until all is settled. */
  public void feed() {
    try {
      poll();
      polls = false;
      deliverRest();
    } catch (Throwable t) {
      run.fail("the thread of a source died", null, null, 0, t); // else nobody would know
    } finally {
      polls = false;
      abandon.accept(deliveries.abandonWaiting());
      intake.acknowledgedEnded(bounded);
      try {
        settleRest();
      } finally {
        code.closeTold(source::close);
        done = true;
      }
    }
  }

  /**
   * Whether the source is closed.
   *
   * @return true if it needs nothing any more
   */
  public boolean isDone() {
    return done;
  }

  private void poll() {
    boolean more = true;
    while (more && mayPoll()) {
      deliveries.acknowledge();
      int room = awaitRoom();
      if (room > 0) {
        more = callPoll(room);
      } else {
        idleIfDue();
      }
    }
    if (!failed && !code.isOver() && (!more || !bounded)) {
      intake.ended(tally);
    }
  }

  /**
   * The flag is cleared before the state is read: a thread that changes the state interrupts, or
   * wakes the source up, afterwards.
   */
  private boolean mayPoll() {
    UserCode.forgetInterrupt();
    return !failed && !code.isOver() && (bounded || !intake.isClosed());
  }

  /**
   * Waits a moment for so much room that a poll is worth it; gives what there is then, or none
   * while the pipeline is paused.
   */
  private int awaitRoom() {
    if (!deliveries.moveWaiting()) {
      open.await(MOVE_NANOS); // there may be room, but others come first
      return deliveries.moveWaiting() ? entrance.room() : 0;
    }
    if (intake.isPaused()) {
      open.await(IDLE_NANOS);
      return 0;
    }
    int enough = Math.max(1, entrance.capacity() / SHARE_OF_ROOM);
    if (entrance.room() < enough) {
      awaitRoom(enough);
    }
    return entrance.room(); // it may go to others meanwhile
  }

  private void awaitRoom(int wanted) {
    try {
      entrance.awaitRoom(wanted, run, ROOM_NANOS);
    } catch (CancellationException e) {
      // the run has ended; who called looks at that
    }
  }

  private boolean callPoll(int room) {
    boolean[] more = new boolean[1];
    call(room, () -> more[0] = source.poll(deliveries, open.open() == 0 ? POLL : POLL_WHILE_OPEN));
    return more[0];
  }

  private void idleIfDue() {
    if (!failed && System.nanoTime() - calledNanos >= IDLE_NANOS) {
      call(0, () -> source.idle(deliveries));
    }
  }

  /** A call of the source's code. */
  private interface Call {
    void run() throws Exception;
  }

  private void call(int room, Call call) {
    deliveries.begin(room);
    try {
      call.run();
    } catch (Throwable t) {
      failed = true;
      deliveries.failed("a source failed", t);
    } finally {
      deliveries.end();
      calledNanos = System.nanoTime();
      UserCode.forgetInterrupt();
    }
  }

  /** What was delivered and is not in the ring goes there, unless the run has ended. */
  private void deliverRest() {
    while (!run.isEnded() && !deliveries.moveWaiting()) {
      deliveries.acknowledge();
      open.await(MOVE_NANOS);
      idleIfDue();
    }
  }

  private void settleRest() {
    long endedNanos = 0;
    while (!others.areOver()) {
      boolean gone = others.areGone(); // before the look at what is settled
      boolean ended = run.isEnded();
      if (ended) {
        deliveries.atPeace(); // no interrupt of the end is for the acknowledgements
      }
      deliveries.acknowledge();
      if (open.open() == 0) {
        return;
      }
      if (ended) {
        endedNanos = endedNanos == 0 ? System.nanoTime() : endedNanos;
        gone |= System.nanoTime() - endedNanos >= patienceNanos;
      }
      if (gone) {
        abandonRest();
        return;
      }
      idleIfDue();
      open.await(ended ? ENDED_NANOS : IDLE_NANOS);
    }
  }

  /** Another thread may just be about to settle one of them: it is waited for. */
  private void abandonRest() {
    open.abandonAll();
    deliveries.acknowledge();
    while (open.open() > 0 && !others.areOver()) {
      open.await(ENDED_NANOS);
      deliveries.acknowledge();
    }
  }
}
