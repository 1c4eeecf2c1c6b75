package io.paipa.internal.worker;

import java.nio.channels.ClosedByInterruptException;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What holds for all code of the user's that a run calls, in one place. Safe for all threads.
 *
 * <p><b>Interrupts.</b> Only the pipeline's state means stop. A flag that user code leaves means
 * nothing: it is {@linkplain #forgetInterrupt forgotten}, or {@linkplain #handOnInterrupt handed
 * on} if more user code follows, and the end has sent it.
 *
 * <p><b>The end.</b> It interrupts the threads that are in user code. What user code throws then
 * may be {@link #isOfTheEnd of the end's doing}, and is no failure of its own. What is called after
 * the end is called after the interrupt of the end, and is not disturbed by it; so what it throws
 * is its own.
 */
public final class UserCode {
  /** They may be a circle. */
  private static final int CAUSES_AT_MOST = 20;

  private final Run run;

  /**
   * The rules of a run.
   *
   * @param run the run
   */
  public UserCode(Run run) {
    this.run = run;
  }

  /** After user code, if none follows at once. */
  public static void forgetInterrupt() {
    Thread.interrupted();
  }

  /** Between two pieces of user code: what the end has sent is for the next one, too. */
  void handOnInterrupt() {
    if (Thread.interrupted() && run.isEnded()) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * Between two pieces of user code that not only the end of the run may interrupt.
   *
   * @param isOver whether it was interrupted for a reason; asked if it was interrupted
   */
  public static void handOnInterrupt(BooleanSupplier isOver) {
    if (Thread.interrupted() && isOver.getAsBoolean()) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * Before user code that is called after the end, too. If the end has come, so has its interrupt
   * then, and the flag is clear.
   *
   * @return whether the end has come: what is thrown now is not of its doing
   */
  public boolean awaitEnd() {
    boolean ended = run.isEnded();
    if (ended) {
      run.awaitInterrupts();
    }
    return ended;
  }

  /** Before something is closed, after other user code: no interrupt is to disturb it. */
  void awaitPeace() {
    forgetInterrupt();
    awaitEnd();
  }

  /** Whether the run has ended, and what user code threw may come from that. */
  boolean isOfTheEnd(Throwable thrown) {
    return run.isEnded() && mayComeFromTheEnd(thrown);
  }

  /**
   * The same of user code that {@linkplain #awaitEnd may be called} after the end.
   *
   * @param thrown what it threw
   * @param endedBefore what awaitEnd gave before the call
   * @return whether it may come from the end
   */
  public boolean isOfTheEnd(Throwable thrown, boolean endedBefore) {
    return !endedBefore && isOfTheEnd(thrown);
  }

  /** The same of user code that may throw no checked exceptions: it may have wrapped them. */
  boolean isCausedByTheEnd(Throwable thrown) {
    if (!run.isEnded() || thrown instanceof Error) {
      return false;
    }
    @Nullable Throwable cause = thrown;
    for (int i = 0; i < CAUSES_AT_MOST && cause != null; i++) {
      if (mayComeFromTheEnd(cause)) {
        return true;
      }
      cause = cause.getCause();
    }
    return false;
  }

  /** An abort wants no results: what fails in its wake matters to nobody. */
  private boolean mayComeFromTheEnd(Throwable thrown) {
    return (thrown instanceof Exception && run.isAborted())
        || thrown instanceof InterruptedException
        || thrown instanceof CancellationException
        || thrown instanceof ClosedByInterruptException;
  }

  /** Takes a worker out of what it is about, since the run has ended. */
  static CancellationException ended() {
    return new CancellationException("the pipeline has ended");
  }
}
