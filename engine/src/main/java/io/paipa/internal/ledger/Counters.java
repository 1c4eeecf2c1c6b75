package io.paipa.internal.ledger;

import io.paipa.internal.measure.Pad;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/** The fields that {@link WorkerCounts} counts in, between the room before and behind them. */
abstract class Counters extends Pad {
  private static final MethodHandles.Lookup LOOKUP = MethodHandles.lookup();

  static final VarHandle DONE = field("done");
  static final VarHandle SKIPPED = field("skipped");
  static final VarHandle DEAD_LETTERED = field("deadLettered");
  static final VarHandle FAILED = field("failed");
  static final VarHandle ABANDONED = field("abandoned");
  static final VarHandle EMITTED = field("emitted");
  static final VarHandle RETRIED = field("retried");

  long done;
  long skipped;
  long deadLettered;
  long failed;
  long abandoned;
  long emitted;
  long retried;

  private static VarHandle field(String name) {
    try {
      return LOOKUP.findVarHandle(Counters.class, name, long.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }
}
