package io.paipa.stress.lifecycle;

import java.util.List;

/**
 * Which calls, in which order, and where one of them is held.
 *
 * @param calls the calls, in the order in which they are let go
 * @param started whether the pipeline runs before the first of them
 * @param heldAt at which of its points the first call is held until the others are done or wait; 0
 *     for nowhere
 * @param aborts whether what is left at the end is aborted; else finished
 */
record Schedule(List<Call> calls, boolean started, int heldAt, boolean aborts) {
  /** Whether it differs from another only in that the call is held at a later point. */
  boolean isHeldLaterThan(Schedule other) {
    return heldAt > other.heldAt && started == other.started && calls.equals(other.calls);
  }
}
