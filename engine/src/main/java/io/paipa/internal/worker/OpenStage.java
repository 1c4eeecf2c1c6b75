package io.paipa.internal.worker;

import io.paipa.internal.flight.AttemptSpan;
import io.paipa.internal.flight.Flight;
import io.paipa.internal.platform.StackReserve;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * An attempt at an item that waits for a stage of the user's.
 *
 * <p><b>Who writes what.</b> The stage's completion, its time limit and the end of the run may come
 * at the same time, and a completion may come twice. The thread that takes the attempt out of the
 * {@link Handover}, atomically, decides what becomes of it; it alone writes the outcome, before it
 * hands the attempt to a worker. The stage and its place are written by the worker that began the
 * attempt; other threads read them when they have seen it in its place, where it is put afterwards.
 *
 * <p>User code may keep its stage for ever, and with it what waits for it: the handover. That leads
 * nowhere once the attempt is taken out.
 */
final class OpenStage {
  /** What a stage calls when it is complete. In whatever thread. */
  private static final class Handover implements BiFunction<Object, Throwable, Object> {
    private static final VarHandle WAITING;

    static {
      try {
        WAITING = MethodHandles.lookup().findVarHandle(Handover.class, "waiting", OpenStage.class);
      } catch (ReflectiveOperationException e) {
        throw new ExceptionInInitializerError(e);
      }
    }

    private final LongAdder late;
    private volatile @Nullable OpenStage waiting;

    /** Written before the stage is cancelled, whose completion that is, and no late one. */
    private volatile boolean cancelled;

    /** Written before it is told of again: the first to tell may come yet, and is not late. */
    private volatile boolean toldAgain;

    Handover(OpenStage waiting, LongAdder late) {
      this.waiting = waiting;
      this.late = late;
    }

    /** Takes the attempt out; null if another thread has. */
    @Nullable OpenStage takeOut() {
      return (OpenStage) WAITING.getAndSet(this, null);
    }

    /**
     * Gives something, so that nothing is made of a failure, which would call its toString. If
     * there is no memory, or no stack, to tell a worker, the stage stays open: it expires, or who
     * watches {@linkplain OpenStage#tellAgain tells of it again}.
     */
    @Override
    @SuppressWarnings("NullAway") // a stage may well give null
    public Object apply(@Nullable Object result, @Nullable Throwable failure) {
      StackReserve.ensure();
      OpenStage taken = takeOut();
      if (taken != null) {
        boolean told = false;
        try {
          taken.complete(result, failure);
          told = true;
        } finally {
          if (!told) {
            waiting = taken;
          }
        }
      } else if (!toldAgain && !(cancelled && failure instanceof CancellationException)) {
        late.increment();
      }
      return late;
    }
  }

  private final Attempt attempt;
  private final @Nullable AttemptSpan span = Flight.beginAttempt();
  private final long number;
  private final long sinceNanos;
  private final boolean measured;
  private final Consumer<OpenStage> whenComplete;
  private final Handover handover;
  private int place = OpenStages.NOWHERE;
  private long completedNanos;
  private @Nullable CompletionStage<?> stage;
  private @Nullable Object result;
  private @Nullable Throwable failure;

  /**
   * An attempt whose stage is about to be asked for.
   *
   * @param number grows by one with each of the step's stages
   * @param sinceNanos when it began, on the pipeline's clock
   * @param measured whether it is to be told how long it took
   * @param late counts completions that come too late
   * @param whenComplete is given this when the stage is complete, in the thread that completed it
   */
  OpenStage(
      Attempt attempt,
      long number,
      long sinceNanos,
      boolean measured,
      LongAdder late,
      Consumer<OpenStage> whenComplete) {
    this.attempt = attempt;
    this.number = number;
    this.sinceNanos = sinceNanos;
    this.measured = measured;
    this.completedNanos = sinceNanos;
    this.whenComplete = whenComplete;
    this.handover = new Handover(this, late);
  }

  Attempt attempt() {
    return attempt;
  }

  /** What a flight recorder is to be told of its end, if one is at work. */
  @Nullable AttemptSpan span() {
    return span;
  }

  long number() {
    return number;
  }

  long sinceNanos() {
    return sinceNanos;
  }

  /** Whether it is to be told how long it took. */
  boolean isMeasured() {
    return measured;
  }

  /** The thread that completes it: when that was, if somebody wants to know. */
  void completedAt(long nanos) {
    completedNanos = nanos;
  }

  /** How long it took; 0 if there is no time limit, and it is not measured. */
  long nanos() {
    return completedNanos - sinceNanos;
  }

  /** Before it is put there: where it is among the {@link OpenStages}. */
  void at(int index) {
    place = index;
  }

  int place() {
    return place;
  }

  /** The worker that began the attempt: waits for the stage, which may be complete. */
  void await(CompletionStage<?> given) {
    var unused = given.handle(handover);
  }

  /** Tells of it once more, if it is complete, and nobody was told. */
  void tellAgain() {
    CompletionStage<?> given = stage;
    try {
      if (given instanceof Future<?> future && future.isDone()) {
        handover.toldAgain = true;
        await(given);
      }
    } catch (Throwable t) {
      // one that does not say whether it is complete
    }
  }

  /** Before {@link #await}: what is to be cancelled. */
  void of(CompletionStage<?> given) {
    stage = given;
  }

  /** Nobody waits for it any more; false if somebody else has said so, or it is complete. */
  boolean take() {
    return handover.takeOut() != null;
  }

  /** Whether it is still waited for. */
  boolean isOpen() {
    return handover.waiting != null;
  }

  private void complete(@Nullable Object given, @Nullable Throwable thrown) {
    result = given;
    failure = thrown;
    if (span != null) {
      span.stop(); // and not when a worker comes to it
    }
    whenComplete.accept(this);
  }

  @Nullable Object result() {
    return result;
  }

  @Nullable Throwable failure() {
    return failure;
  }

  /** Tells the user's code that nobody waits; whatever that throws is of no use to anybody. */
  void cancel() {
    CompletionStage<?> cancelled = stage;
    if (cancelled != null) {
      handover.cancelled = true;
      try {
        cancelled.toCompletableFuture().cancel(true);
      } catch (Throwable t) {
        // a stage that can't be cancelled
      }
    }
  }
}
