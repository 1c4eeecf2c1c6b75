package io.paipa.internal.worker;

import io.paipa.internal.hop.Inlet;
import io.paipa.internal.hop.Marker;
import io.paipa.internal.hop.Outlet;
import io.paipa.internal.loop.Waiter;
import java.lang.invoke.VarHandle;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A worker's part in passing fences: it passes one when everything before is done, after all
 * workers have flushed, if they have something to flush. Confined to the worker's thread; what the
 * workers agree on is the {@link Fence}.
 */
final class Passage {
  private final Station station;
  private final Driver driver;
  private final Waiter waiter;
  private final Outlet outlet;
  private final Activity activity;

  /** From 0, however late the worker's thread comes to run: every worker answers every round. */
  private int roundSeen;

  Passage(Station station, int index, Driver driver, Waiter waiter) {
    this.station = station;
    this.activity = station.activities[index];
    this.driver = driver;
    this.waiter = waiter;
    this.outlet = station.hop.outlet();
  }

  /** Whether a round of flushing was announced that this worker has not answered. */
  boolean isFlushDue() {
    return station.fence.round() != roundSeen;
  }

  /** Flushes; the last one to do so passes the fence. */
  void flush() {
    roundSeen = station.fence.round();
    waiter.resign();
    driver.flush();
    if (station.fence.flushed()) {
      passOn();
    }
  }

  /** Whether a fence is at the head that can be passed, or that ends the step. */
  boolean isDue() {
    if (outlet.fence() == null) {
      return false;
    }
    Fence.Phase phase = station.fence.phase();
    VarHandle.fullFence(); // what others have settled: see below
    return phase == Fence.Phase.ENDING || (phase == Fence.Phase.OPEN && station.ledger.isQuiet());
  }

  /** At a fence: passes it, if everything before it is done. */
  boolean pass() {
    VarHandle.fullFence(); // what this worker settled, before what the others did: one sees all
    if (!station.ledger.isQuiet() || !station.fence.take()) {
      return false;
    }
    Marker marker = outlet.fence();
    if (marker == null || !station.ledger.isQuiet()) {
      station.fence.open(); // it was passed in the meantime
    } else if (marker.kind() == Marker.Kind.SENTINEL) {
      station.fence.end();
      station.hop.signal().wakeAll();
    } else if (station.isFlushed()) {
      station.fence.beginFlush();
      station.hop.signal().wakeAll();
    } else {
      passOn();
    }
    return true;
  }

  /** What the step makes of a meta event; null if it swallows it. */
  private @Nullable Marker asStepWants(Marker marker) {
    Object passed = driver.meta(Objects.requireNonNull(marker.meta()));
    return passed == null ? null : Marker.meta(passed);
  }

  private void passOn() {
    waiter.resign();
    @Nullable Marker marker = outlet.fence();
    if (station.run.isEnded() || marker == null) {
      return; // an end that did not wait for this worker may have emptied the ring
    }
    Marker passed = marker.kind() == Marker.Kind.META ? asStepWants(marker) : marker;
    Inlet next = station.next();
    if (passed != null && next != null) {
      activity.whileBlocked(() -> next.publish(passed, station.run));
    }
    outlet.passFence(marker);
    station.fence.open();
    if (outlet.hasMore()) {
      station.hop.signal().wakeForMore();
    }
  }
}
