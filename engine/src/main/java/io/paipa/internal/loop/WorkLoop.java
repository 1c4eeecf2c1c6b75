package io.paipa.internal.loop;

/**
 * The loop of a worker: it looks for work until it has some, and waits when there is none. Every
 * worker runs it, of a step as of a pool on a user's ring. Confined to the worker's thread.
 */
public final class WorkLoop {
  private final WorkSource source;
  private final Waiter waiter;

  /**
   * A worker's loop.
   *
   * @param source what it takes from
   * @param waiter how it waits
   */
  public WorkLoop(WorkSource source, Waiter waiter) {
    this.source = source;
    this.waiter = waiter;
  }

  /**
   * Comes to the next piece of work; waits for it.
   *
   * @return false if there is none, and none will come
   */
  public boolean next() {
    boolean waits = false;
    for (; ; ) {
      switch (source.look()) {
        case WORK -> {
          if (waits) {
            source.waits(false);
          }
          if (waiter.hadWork()) {
            source.handOn(); // this worker may be the one that the others rely on
          }
          return true;
        }
        case AGAIN -> {}
        case CROWDED -> {
          waits = begin(waits);
          waiter.stepBack();
        }
        case NOTHING -> {
          waits = begin(waits);
          waiter.await();
        }
        case END -> {
          if (waits) {
            source.waits(false);
          }
          return false;
        }
      }
    }
  }

  /** The wait begins, unless it has begun. */
  private boolean begin(boolean waits) {
    if (!waits) {
      source.waits(true);
    }
    return true;
  }
}
