package io.paipa.ring;

/**
 * To be implemented by a {@link WorkHandler} that wants to hear of the begin and the end of its
 * worker.
 *
 * <p>These are no default methods of {@link WorkHandler}. For {@link
 * com.lmax.disruptor.EventHandler} has default methods of the same names, and no type above them
 * that others may extend. A class that is both could not be compiled without overriding them. Such
 * a class is told of its worker only if it implements this, too.
 */
public interface LifecycleAware {
  /** Called once by each worker that begins to run, in its thread, before its first event. */
  void onStart();

  /**
   * Called once by each worker that began to run, in its thread, after its last event, however it
   * ends.
   */
  void onShutdown();
}
