package io.paipa.internal.worker;

import io.paipa.internal.hop.Claim;
import io.paipa.internal.hop.Outlet;
import java.util.List;

/**
 * No order: outputs leave when they come, it is always everybody's turn, and there are no places.
 * Has no state.
 */
final class Unordered implements Order {
  @Override
  public boolean isRestored() {
    return false;
  }

  @Override
  public Outlet.Found claim(Claim into, int limit, Claiming claiming) {
    return claiming.upTo(limit);
  }

  @Override
  public long nextPlace() {
    return Attempt.NO_PLACE;
  }

  @Override
  public boolean hasRoom() {
    return true;
  }

  @Override
  public boolean isInTurn(long place) {
    return true;
  }

  @Override
  public void drop(long place, Publisher publisher) {}

  @Override
  public void complete(long place, List<Object> outputs, Publisher publisher) {
    publisher.publish(outputs);
  }

  @Override
  public int taken() {
    return 0;
  }

  @Override
  public int clear() {
    return 0;
  }
}
