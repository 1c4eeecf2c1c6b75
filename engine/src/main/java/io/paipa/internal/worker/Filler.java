package io.paipa.internal.worker;

import io.paipa.internal.hop.Claim;
import io.paipa.internal.hop.Outlet;
import org.jspecify.annotations.Nullable;

/**
 * Fills a worker's claim from the ring, as far as there is room for what may become of the items:
 * each of a step that delays its retries may have to wait for one, and each of a step that restores
 * the order needs a place in it. Confined to the worker's thread.
 *
 * <p>Only who {@linkplain Claim#tryBegin fills} the claim takes places and reservations for items
 * of the ring. So these come in the order of the ring. The window's monitor is entered under it,
 * never the other way round.
 */
final class Filler {
  private final Station station;
  private final Claim claim;
  private final Outlet outlet;
  private final @Nullable ReorderWindow window;
  private final @Nullable RetryQueue retries;
  private final boolean reserves;

  Filler(Station station, Claim claim) {
    this.station = station;
    this.claim = claim;
    this.outlet = station.hop.outlet();
    this.window = station.window;
    this.retries = station.retries;
    this.reserves = station.settings.delaysRetries();
  }

  /** Fills the claim, unless another worker does. */
  Outlet.Found fill(int look) {
    if (!outlet.mayClaim(look)) {
      return Outlet.Found.NOTHING;
    }
    if (!claim.tryBegin()) {
      return Outlet.Found.CONTENTION;
    }
    try {
      return fillUpTo(claim.room(station.pace.fitting()), look);
    } finally {
      claim.end();
    }
  }

  private Outlet.Found fillUpTo(int limit, int look) {
    if (limit == 0) {
      return Outlet.Found.CONTENTION; // a worker is slow to take what it has claimed
    }
    if (retries != null && !reserves && !retries.hasRoom() && outlet.fence() == null) {
      return Outlet.Found.NOTHING;
    }
    int reserved = reserves && retries != null ? retries.reserve(limit) : limit;
    if (reserved == 0) {
      return withoutRoom();
    }
    Outlet.Found found =
        window == null ? outlet.claim(claim, reserved, look) : claimInOrder(window, reserved, look);
    int added = found == Outlet.Found.SLOTS ? claim.added() : 0;
    if (added > 0) {
      claim.open();
    }
    if (reserves && retries != null) {
      retries.release(reserved - added);
    }
    return found;
  }

  /** Under the window's monitor, so that no reenqueued item gets a place in between. */
  private Outlet.Found claimInOrder(ReorderWindow places, int limit, int look) {
    synchronized (places) {
      int room = Math.min(limit, places.room());
      if (room == 0) {
        return withoutRoom();
      }
      Outlet.Found found = outlet.claim(claim, room, look);
      if (found == Outlet.Found.SLOTS) {
        claim.placedAt(places.take(claim.added()));
      }
      return found;
    }
  }

  /** A fence may pass although there is no room for items. */
  private Outlet.Found withoutRoom() {
    return outlet.fence() == null ? Outlet.Found.NOTHING : Outlet.Found.FENCE;
  }
}
