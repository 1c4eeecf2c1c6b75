package io.paipa.internal.worker;

import io.paipa.WorkerActivity;
import io.paipa.internal.hop.Claim;
import io.paipa.internal.hop.Outlet;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Fills a worker's claim from the ring, as far as there is room for what may become of the items.
 * Each item of a step that delays its retries may have to wait for one. Each item of a step that
 * restores the order needs a place in it. Confined to the worker's thread.
 *
 * <p>Only the worker that {@linkplain Claim#tryBegin fills} the claim takes places and reservations
 * for items of the ring. So these come in the order of the ring. The order's monitor is entered
 * under it, never the other way round.
 */
final class Filler {
  private static final int YIELDS = 200;
  private static final long PARK_NANOS = 100_000;

  private final Station station;
  private final Claim claim;
  private final Outlet outlet;
  private final Order order;
  private final RetryQueue retries;
  private final @Nullable Keys keys;

  /** Gets what comes out of the ring. */
  private final Claim into;

  private final Order.Claiming claiming = this::claim;
  private final Activity activity;
  private final Runnable beforeKeys;
  private final Runnable handOn;
  private int look;
  private int voids;
  private int waits;
  private long progressBefore;

  /**
   * Fills the claim of a worker.
   *
   * @param beforeKeys called before the user's code is asked for keys: others rely on this worker
   *     no more
   * @param handOn wakes another worker for what is in the claim
   */
  Filler(Station station, int index, Claim claim, Runnable beforeKeys, Runnable handOn) {
    this.beforeKeys = beforeKeys;
    this.handOn = handOn;
    this.station = station;
    this.claim = claim;
    this.outlet = station.hop.outlet();
    this.activity = station.activities[index];
    this.order = station.order;
    this.retries = station.retries;
    this.keys = station.keys;
    this.into = keys == null ? claim : keys.batch();
  }

  /** How many slots held no item, in the last filling. */
  int voids() {
    return voids;
  }

  /** Fills the claim, unless another worker does. */
  Outlet.Found fill(int nextLook) {
    look = nextLook;
    if (!outlet.mayClaim(look)) {
      return Outlet.Found.NOTHING;
    }
    if (!claim.tryBegin()) {
      return Outlet.Found.CONTENTION;
    }
    try {
      return fillUpTo(claim.room(station.pace.fitting()));
    } finally {
      claim.end();
    }
  }

  /** Waits, once, for another worker: a filling is a copy, unless the key function takes long. */
  void awaitOther() {
    long progress = claim.progress();
    waits = progress == progressBefore ? waits + 1 : 0;
    progressBefore = progress;
    if (waits < YIELDS || Thread.currentThread().isInterrupted()) { // that would not park
      Thread.yield();
    } else {
      LockSupport.parkNanos(this, PARK_NANOS);
    }
  }

  private Outlet.Found fillUpTo(int limit) {
    if (limit == 0) {
      return Outlet.Found.CONTENTION; // a worker is slow to take what it has claimed
    }
    int reserved = retries.reserve(limit);
    if (keys != null) {
      into.tryBegin(); // it is empty: all that was in it was admitted
    }
    Outlet.Found found = reserved == 0 ? claim(0) : order.claim(into, reserved, claiming);
    int added = found == Outlet.Found.SLOTS ? into.added() : 0;
    voids = into.voids(); // while the caller still fills: the batch is of all workers
    if (added > 0) {
      into.open();
      admit();
    }
    retries.takeBack(reserved - added);
    return found;
  }

  private void admit() {
    if (keys != null) {
      WorkerActivity before = activity.turnTo(WorkerActivity.PROCESSING);
      beforeKeys.run();
      keys.admit(claim, handOn);
      activity.turnTo(before);
    }
  }

  private Outlet.Found claim(int limit) {
    if (limit > 0) {
      return outlet.claim(into, limit, look);
    }
    // A fence may pass although there is no room for items.
    return outlet.fence() == null ? Outlet.Found.NOTHING : Outlet.Found.FENCE;
  }
}
