package io.paipa.internal.life;

import io.paipa.internal.flight.Flight;
import io.paipa.internal.worker.StationView;
import java.lang.System.Logger.Level;
import java.util.concurrent.TimeUnit;

/**
 * Warns of a stage of an asynchronous step that is not completed for long: once, and of the next
 * one when that is. Those that are complete, of which only nobody was told, it tells of instead.
 * Used by one look after the other.
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
   * Looks at the stages that are open for long.
   *
   * @param warns whether to tell of stages, and to write to the log, or only to see whether there
   *     is something to look at
   * @return whether there is, and it was not done
   */
  boolean look(boolean warns) {
    if (warns) {
      station.tellOfStages(station.settings().stallNanos());
    }
    StationView.OldestStage oldest = station.oldestStage();
    if (oldest == null || ageNanos(oldest) < station.settings().stallNanos()) {
      return false;
    }
    if (warns && !(hasWarned && oldest.sinceNanos() == warnedOfNanos)) {
      hasWarned = true;
      warnedOfNanos = oldest.sinceNanos();
      warn(oldest, ageNanos(oldest));
    }
    return !warns; // also one that was warned of may be complete by now
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
