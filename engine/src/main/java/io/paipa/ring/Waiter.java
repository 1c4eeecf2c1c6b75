package io.paipa.ring;

/**
 * How one worker waits, and what ends that. {@link #await} and {@link #handOn} are called by the
 * worker's thread, {@link #halt} by any.
 *
 * <p><b>No halt is missed:</b> the flag is set, then the worker's own wait is ended, in a way that
 * lasts until the worker comes to wait. The flag is never cleared; a worker that is started again
 * is a new one.
 */
abstract class Waiter {
  private volatile boolean halted;

  /** Waits until an event can be claimed, or the worker is halted; may return for no reason. */
  abstract void await();

  /** Ends the wait that goes on, or else the next one. */
  abstract void endWait();

  /** Sees to it that somebody takes what this worker leaves; called before it takes its time. */
  abstract void handOn();

  final void halt() {
    halted = true;
    endWait();
  }

  final boolean isHalted() {
    return halted;
  }
}
