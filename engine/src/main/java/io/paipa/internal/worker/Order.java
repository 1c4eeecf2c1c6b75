package io.paipa.internal.worker;

import io.paipa.internal.hop.Claim;
import io.paipa.internal.hop.Outlet;
import java.util.List;

/**
 * In which order the outputs of a step's items leave it. Each item has a place, which it gets when
 * it is claimed, and keeps for all its attempts. Safe for all workers of the step.
 */
interface Order {
  /** Has items claimed. */
  @FunctionalInterface
  interface Claiming {
    /** Claims so many items at most; if that is none, looks only whether a fence is next. */
    Outlet.Found upTo(int limit);
  }

  /** Publishes the outputs of an item, and settles it. */
  @FunctionalInterface
  interface Publisher {
    void publish(List<Object> outputs);
  }

  /** Whether outputs may have to wait for those of other items. */
  boolean isRestored();

  /**
   * Claims items, and gives them their places.
   *
   * @param into is being filled
   * @param limit how many at most
   */
  Outlet.Found claim(Claim into, int limit, Claiming claiming);

  /** Gives a place to an item that does not come from the ring. */
  long nextPlace();

  /** Whether a further item may be claimed. */
  boolean hasRoom();

  /** Whether it is the turn of the item at a place; stays true until it is completed. */
  boolean isInTurn(long place);

  /** The item at a place was dropped: nothing is to be published for it, and it is settled. */
  void drop(long place, Publisher publisher);

  /** The item at a place is done; {@code outputs} are to be published in its turn. */
  void complete(long place, List<Object> outputs, Publisher publisher);

  /** How many places are taken, and not given up. */
  int taken();

  /** Empties what is kept, after the end; gives how many completed items that were. */
  int clear();
}
