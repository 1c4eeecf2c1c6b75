package io.paipa.internal.loop;

import org.agrona.concurrent.IdleStrategy;

/** Waits by an idle strategy, and is never woken. Confined to the worker's thread. */
public final class PollingWaiter extends Waiter {
  private final WorkSource source;
  private final IdleStrategy idle;
  private boolean waited;
  private boolean toldEmpty;

  /**
   * A waiter.
   *
   * @param source what is waited for
   * @param idle the strategy, of this worker's own
   */
  public PollingWaiter(WorkSource source, IdleStrategy idle) {
    this.source = source;
    this.idle = idle;
  }

  @Override
  public boolean hadWork() {
    if (!waited) {
      return false;
    }
    idle.reset();
    waited = false;
    toldEmpty = false;
    return true;
  }

  @Override
  public void await() {
    waited = true;
    if (toldEmpty) {
      idle.idle();
      Thread.interrupted(); // only the end means stop; a set flag would keep it awake
    } else {
      toldEmpty = true;
      source.ranEmpty();
    }
  }
}
