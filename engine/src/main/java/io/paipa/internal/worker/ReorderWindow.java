package io.paipa.internal.worker;

import io.paipa.internal.hop.Claim;
import io.paipa.internal.hop.Outlet;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Restores the order of a step's items: each has a place, and its outputs are published in the
 * order of the places. At most {@code capacity} places are open at a time; reenqueued items go
 * beyond it.
 *
 * <p><b>Who writes what.</b> All fields are guarded by the monitor, in which nothing blocks; the
 * head is volatile, for the item in turn to know that it is. Only the worker that completed the
 * item at the head publishes. It keeps that right while it goes through the completed items behind,
 * and gives it up, in the monitor, at the first that is not complete. The worker that completes
 * that one later finds its place at the head. So outputs never overtake each other, and nobody
 * waits for its turn.
 */
final class ReorderWindow implements Order {
  private static final List<Object> NOTHING = new ArrayList<>(0);

  private final int capacity;
  private @Nullable List<Object>[] completed;
  private volatile long head;
  private long next;

  ReorderWindow(int capacity) {
    this.capacity = capacity;
    this.completed = newArray(capacity);
  }

  @SuppressWarnings({"unchecked", "rawtypes"}) // an array of a generic type
  private static @Nullable List<Object>[] newArray(int size) {
    return new List[size];
  }

  /** How many places can be taken. */
  synchronized int room() {
    return (int) Math.max(0, capacity - (next - head));
  }

  @Override
  public boolean isRestored() {
    return true;
  }

  @Override
  public synchronized boolean hasRoom() {
    return room() > 0;
  }

  @Override
  public synchronized int taken() {
    return (int) (next - head);
  }

  /** In the monitor, so that no reenqueued item gets a place in between. */
  @Override
  public synchronized Outlet.Found claim(Claim into, int limit, Claiming claiming) {
    Outlet.Found found = claiming.upTo(Math.min(limit, room()));
    if (found == Outlet.Found.SLOTS) {
      into.placedAt(take(into.added()));
    }
    return found;
  }

  @Override
  public long nextPlace() {
    return take(1);
  }

  /** Takes places for items. */
  synchronized long take(int count) {
    if (next + count - head > completed.length) {
      grow(next + count - head); // before a place is taken: there may be no memory
    }
    long first = next;
    next += count;
    return first;
  }

  private void grow(long places) {
    int size = completed.length;
    while (places > size) {
      size *= 2;
    }
    @Nullable List<Object>[] larger = newArray(size);
    for (long place = head; place < head + completed.length; place++) {
      larger[(int) (place & (size - 1))] = completed[index(place)];
    }
    completed = larger;
  }

  @Override
  public boolean isInTurn(long place) {
    return head == place;
  }

  @Override
  public void drop(long place, Publisher publisher) {
    // an identity of its own: an item that is done without outputs is yet to be settled
    complete(place, NOTHING, publisher);
  }

  @Override
  public void complete(long place, List<Object> outputs, Publisher publisher) {
    synchronized (this) {
      if (place != head) {
        completed[index(place)] = outputs;
        return;
      }
    }
    for (List<Object> ready = outputs; ready != null; ready = advance()) {
      if (ready != NOTHING) {
        publisher.publish(ready);
      }
    }
  }

  private synchronized @Nullable List<Object> advance() {
    head++;
    List<Object> ready = completed[index(head)];
    completed[index(head)] = null;
    return ready;
  }

  private int index(long place) {
    return (int) (place & (completed.length - 1));
  }

  @Override
  public synchronized int clear() {
    int kept = 0;
    for (int i = 0; i < completed.length; i++) {
      if (completed[i] != null && completed[i] != NOTHING) {
        kept++;
      }
      completed[i] = null;
    }
    return kept;
  }
}
