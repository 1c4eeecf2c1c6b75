package io.paipa.ring;

/** Gives up an event's slot before its handler returns. */
public interface EventReleaser {
  /**
   * Gives the slot of the event that the calling thread handles back to the producers, which may
   * overwrite the event from now on. Has no effect the second time.
   *
   * @throws IllegalStateException if the calling thread is not inside {@link WorkHandler#onEvent},
   *     as a worker of the pool that this releaser came from
   */
  void release();
}
