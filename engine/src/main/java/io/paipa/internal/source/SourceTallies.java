package io.paipa.internal.source;

import io.paipa.Settlement;
import io.paipa.SourceReport;
import io.paipa.internal.ledger.SourceCounts;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The sources of a run, and which of them came to their end. Of those that did, the last ones are
 * kept one by one, and the others as a sum: a run may have any number of them in its life. All
 * fields are guarded by the monitor, in which nothing blocks.
 */
final class SourceTallies {
  private static final int ENDED_AT_MOST = 64;

  private final Set<SourceTally> open = new LinkedHashSet<>();
  private final Deque<SourceTally> ended = new ArrayDeque<>();
  private long accepted;
  private long earlier;
  private long pulledEarlier;
  private long restartsEarlier;
  private final Map<Settlement, Long> settledEarlier = new EnumMap<>(Settlement.class);

  synchronized void add(SourceTally source) {
    source.numbered(++accepted);
    open.add(source);
  }

  /** A source was pulled to its end. */
  synchronized void end(SourceTally source) {
    if (!open.remove(source)) {
      return;
    }
    ended.add(source);
    if (ended.size() > ENDED_AT_MOST) {
      // One that is still to be told of items is kept.
      ended.stream().filter(each -> each.open() == 0).findFirst().ifPresent(this::sumUp);
    }
  }

  private void sumUp(SourceTally source) {
    ended.remove(source);
    earlier++;
    pulledEarlier += source.pulled();
    restartsEarlier += source.restarts();
    source
        .report(true, 0)
        .settled()
        .forEach((outcome, count) -> settledEarlier.merge(outcome, count, Long::sum));
  }

  /** Whether a source has not come to its end: at the end of the run, one that was cut. */
  synchronized boolean hasOpen() {
    return !open.isEmpty();
  }

  synchronized List<SourceReport> reports(long nowNanos) {
    List<SourceReport> reports = new ArrayList<>();
    if (earlier > 0) {
      reports.add(
          new SourceCounts(
              earlier + " earlier sources",
              pulledEarlier,
              restartsEarlier,
              true,
              0,
              Map.copyOf(settledEarlier),
              0,
              Optional.empty(),
              Optional.empty()));
    }
    List<SourceTally> all = new ArrayList<>(ended);
    all.addAll(open);
    all.sort(Comparator.comparingLong(SourceTally::number));
    for (SourceTally source : all) {
      reports.add(source.report(!open.contains(source), nowNanos));
    }
    return List.copyOf(reports);
  }
}
