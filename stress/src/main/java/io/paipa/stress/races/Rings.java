package io.paipa.stress.races;

import io.paipa.internal.hop.Admission;
import io.paipa.internal.hop.Claim;
import io.paipa.internal.hop.Hop;
import io.paipa.internal.hop.Outlet;
import io.paipa.internal.loop.Workforce;
import io.paipa.internal.platform.TimeSource;
import java.util.BitSet;

/** Hops for the races, and what is common to taking from them. */
final class Rings {
  static final Admission OPEN = () -> null;

  private Rings() {}

  static Hop of(int capacity, int outboxes, int workers) {
    return Hop.create(
        capacity,
        new Hop.Producers(false, outboxes),
        workers,
        null,
        new Workforce(),
        TimeSource.SYSTEM);
  }

  /** Takes what is claimed, or claims once and takes; notes what: twice is a bit above 16. */
  static void take(Hop hop, Claim claim, int limit, int look, BitSet taken) {
    takeClaimed(claim, taken);
    if (claim.tryBegin()) {
      if (hop.outlet().claim(claim, claim.room(limit), look) == Outlet.Found.SLOTS) {
        claim.open();
      }
      claim.end();
      takeClaimed(claim, taken);
    }
  }

  private static void takeClaimed(Claim claim, BitSet taken) {
    for (Object item = claim.take(); item != null || claim.lostRace(); item = claim.take()) {
      if (item != null) {
        note((Integer) item, taken);
      }
    }
  }

  private static void note(int item, BitSet taken) {
    taken.set(taken.get(item) ? item + 16 : item);
  }

  /** What several threads took: each item of so many exactly once, or what went wrong. */
  static String verdict(int items, BitSet... parts) {
    BitSet all = new BitSet();
    for (BitSet part : parts) {
      if (part.length() > 16 || all.intersects(part)) {
        return "an item was taken twice";
      }
      all.or(part);
    }
    return all.cardinality() == items ? "each once" : "an item was lost";
  }
}
