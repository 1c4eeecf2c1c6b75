package io.paipa.stress.races;

import io.paipa.claim.TimeSource;
import io.paipa.hop.Admission;
import io.paipa.hop.Claim;
import io.paipa.hop.Hop;
import io.paipa.hop.Outlet;
import io.paipa.hop.Workforce;
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

  /** Claims once, and notes what was taken: twice is a bit above 16. */
  static void take(Hop hop, int worker, int limit, int look, BitSet taken) {
    Claim claim = new Claim(limit, false);
    if (hop.outlet().claim(worker, claim, limit, look) == Outlet.Found.SLOTS) {
      claim.open();
      for (Object item = claim.takeFirst(); item != null; item = claim.takeFirst()) {
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
