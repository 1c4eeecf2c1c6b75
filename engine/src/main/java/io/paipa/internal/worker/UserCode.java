package io.paipa.internal.worker;

import java.util.concurrent.CancellationException;

/**
 * What holds for all code of the user's that a run calls, in one place. Safe for all threads.
 *
 * <p><b>Interrupts.</b> Only the pipeline's state means stop. A flag that user code leaves means
 * nothing: it is {@linkplain #forgetInterrupt forgotten}, or {@linkplain #handOnInterrupt handed
 * on} if more user code follows, and the end has sent it.
 *
 * <p><b>The end.</b> It interrupts whoever is in user code. What user code throws then may be
 * {@link #isOfTheEnd of the end's doing}, and is no failure of its own. What is called after the
 * end is called after the interrupt of the end, and is not disturbed by it; so what it throws is
 * its own.
 */
public final class UserCode {
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

  /** Whether the run has ended, and what user code threw may come from that. */
  boolean isOfTheEnd(Throwable thrown) {
    return run.isEnded() && run.isOfTheEnd(thrown);
  }

  /** Takes a worker out of what it is about, since the run has ended. */
  static CancellationException ended() {
    return new CancellationException("the pipeline has ended");
  }
}
