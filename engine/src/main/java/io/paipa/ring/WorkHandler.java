package io.paipa.ring;

/**
 * What one worker of a {@link WorkerPool} does with the events of a ring. Each event goes to one
 * worker of the pool.
 *
 * <p>All calls for one worker come from that worker's thread, except {@link #setEventReleaser}. An
 * instance that is given to a pool several times, or to several pools, is called by several threads
 * at once. One that implements {@link LifecycleAware} is told when its worker begins and ends.
 *
 * @param <T> the events of the ring
 */
@FunctionalInterface
public interface WorkHandler<T> {
  /**
   * Handles an event. The event <em>is</em> its slot in the ring: until this method returns, no
   * producer gets past it, and once the ring is full, all of them wait for it. The other workers go
   * on with what is published. A handler that is slow had better copy out what it needs, and {@link
   * EventReleaser#release release} the slot.
   *
   * <p>A handler that never clears the event's references keeps what they refer to reachable until
   * the slot is used again.
   *
   * @param event the event; it must not be used any more after the return or the release
   * @throws Exception goes to the pool's exception handler
   */
  void onEvent(T event) throws Exception;

  /**
   * Called once when the pool is made, by the thread that makes it. Default: nothing.
   *
   * @param releaser gives up slots before {@link #onEvent} returns; the same one for all workers of
   *     the pool
   */
  default void setEventReleaser(EventReleaser releaser) {}
}
