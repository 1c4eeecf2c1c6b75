package io.paipa.internal.life;

import io.paipa.internal.flight.Flight;
import io.paipa.internal.worker.StationView;
import java.lang.System.Logger.Level;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Warns of a stage of an asynchronous step that is not completed for long: once, and of the next
 * one when that is. If it is complete, and only nobody was told, tells of it instead. Used by one
 * look after the other.
 */
final class StageWatch {
  private static final System.Logger LOG = System.getLogger("io.paipa");

  private final String pipelineName;
  private final StationView station;
  private boolean hasWarned;
  private long warnedOfNanos;

  StageWatch(String pipelineName, StationView station) {
    this.pipelineName = pipelineName;
    this.station = station;
  }

  /**
   * Looks at the stage that is open for longest.
   *
   * @param warns whether to write to the log, or only to see whether there is something to write
   * @return whether there is, and was not written
   */
  boolean look(boolean warns) {
    StationView.OldestStage oldest = toWarnOf();
    while (warns && oldest != null && station.tellOfOldestStage()) {
      oldest = toWarnOf();
    }
    if (warns && oldest != null) {
      hasWarned = true;
      warnedOfNanos = oldest.sinceNanos();
      warn(oldest, ageNanos(oldest));
    }
    return !warns && oldest != null;
  }

  private StationView.@Nullable OldestStage toWarnOf() {
    StationView.OldestStage oldest = station.oldestStage();
    if (oldest == null || (hasWarned && oldest.sinceNanos() == warnedOfNanos)) {
      return null;
    }
    return ageNanos(oldest) < station.settings().stallNanos() ? null : oldest;
  }

  private long ageNanos(StationView.OldestStage stage) {
    return station.nanoTime() - stage.sinceNanos();
  }

  private void warn(StationView.OldestStage oldest, long ageNanos) {
    Flight.stalled(pipelineName, station.settings().name(), -1, ageNanos);
    LOG.log(
        Level.WARNING,
        "pipeline '"
            + pipelineName
            + "', step '"
            + station.settings().name()
            + "': the stage of item "
            + TimedWords.of(oldest.item())
            + " is not completed, for "
            + TimeUnit.NANOSECONDS.toMillis(ageNanos)
            + " ms"
            + (oldest.waitingForKey() == 0
                ? ""
                : "; " + oldest.waitingForKey() + " items wait for its key"));
  }
}
