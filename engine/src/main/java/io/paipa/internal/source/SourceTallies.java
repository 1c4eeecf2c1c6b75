package io.paipa.internal.source;

import io.paipa.SourceReport;
import io.paipa.internal.ledger.SourceCounts;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
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
      earlier++;
      pulledEarlier += ended.remove().pulled();
    }
  }

  /** Whether a source has not come to its end: at the end of the run, one that was cut. */
  synchronized boolean hasOpen() {
    return !open.isEmpty();
  }

  synchronized List<SourceReport> reports() {
    List<SourceReport> reports = new ArrayList<>();
    if (earlier > 0) {
      reports.add(new SourceCounts(earlier + " earlier sources", pulledEarlier, true, 0));
    }
    List<SourceTally> all = new ArrayList<>(ended);
    all.addAll(open);
    all.sort(Comparator.comparingLong(SourceTally::number));
    for (SourceTally source : all) {
      reports.add(source.report(!open.contains(source)));
    }
    return List.copyOf(reports);
  }
}
