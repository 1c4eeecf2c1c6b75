package io.paipa.internal.life;

import io.paipa.internal.assembly.PipelinePlan;
import io.paipa.internal.source.AcknowledgedFeeder;
import io.paipa.internal.source.OldestOpen;
import java.lang.System.Logger.Level;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Warns of items that a source waits to be told of for too long: longer than an item takes that is
 * just not yet too long in any step. Used by one look after the other.
 */
final class DeliveryWatch {
  private static final System.Logger LOG = System.getLogger("io.paipa");

  private final PipelinePlan plan;
  private final AcknowledgedSources sources;
  private final long limitNanos;

  /** When those deliveries were made that were warned of last, by their sources' names. */
  private final Map<String, Long> warned = new HashMap<>();

  private boolean due;

  DeliveryWatch(PipelinePlan plan, AcknowledgedSources sources) {
    this.plan = plan;
    this.sources = sources;
    double limit = 0;
    for (PipelinePlan.StepPlan step : plan.steps()) {
      limit += step.settings().stallNanos();
    }
    this.limitNanos = (long) limit; // the longest there is, if it is longer
  }

  /**
   * Looks at the oldest open delivery of each source.
   *
   * @param warns whether to write to the log, or only to see whether there is something to write
   * @return whether there is, and was not written
   */
  boolean look(boolean warns) {
    due = false;
    sources.forEach(source -> look(source, warns));
    return due;
  }

  private void look(AcknowledgedFeeder source, boolean warns) {
    OldestOpen oldest = source.oldest();
    String name = source.tally().name();
    if (oldest == null || Long.valueOf(oldest.sinceNanos()).equals(warned.get(name))) {
      return;
    }
    long age = plan.time().nanoTime() - oldest.sinceNanos();
    if (age < limitNanos) {
      return;
    }
    if (warns) {
      warned.put(name, oldest.sinceNanos());
      warn(name, oldest, age);
    } else {
      due = true;
    }
  }

  private void warn(String name, OldestOpen oldest, long ageNanos) {
    LOG.log(
        Level.WARNING,
        "pipeline '"
            + plan.name()
            + "', source '"
            + name
            + "': item "
            + TimedWords.of(oldest.item())
            + " is open, for "
            + TimeUnit.NANOSECONDS.toMillis(ageNanos)
            + " ms; something of it "
            + (oldest.stepName() == null
                ? "has come to no step yet"
                : "has come last to step '" + oldest.stepName() + "'"));
  }
}
