package io.paipa.ring;

import java.util.Arrays;

/** Makes the handlers of a pool. */
final class Handlers {
  private Handlers() {}

  /** A handler that can be made without a name. */
  interface Aware extends WorkHandler<Cell>, LifecycleAware {
    @Override
    default void onStart() {}

    @Override
    default void onShutdown() {}
  }

  /** The same handler for each worker. */
  @SuppressWarnings({"unchecked", "rawtypes"}) // there are no generic arrays
  static WorkHandler<Cell>[] shared(int workers, WorkHandler<Cell> handler) {
    WorkHandler<Cell>[] handlers = new WorkHandler[workers];
    Arrays.fill(handlers, handler);
    return handlers;
  }
}
