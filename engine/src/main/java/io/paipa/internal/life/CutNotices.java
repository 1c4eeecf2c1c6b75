package io.paipa.internal.life;

import io.paipa.CutShortException;
import io.paipa.Report;
import io.paipa.SourceReport;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Tells threads that another one has cut a run short, and remembers which threads it told: the end
 * of a try-with-resources statement has nothing to add for them. The list is guarded by the
 * monitor.
 */
final class CutNotices {
  private final String pipelineName;
  private final List<WeakReference<Thread>> told = new ArrayList<>();

  CutNotices(String pipelineName) {
    this.pipelineName = pipelineName;
  }

  synchronized boolean wasCallerTold() {
    return told.stream().anyMatch(thread -> thread.refersTo(Thread.currentThread()));
  }

  /** The calling thread knows. */
  synchronized void rememberCaller() {
    told.removeIf(thread -> thread.refersTo(null));
    told.add(new WeakReference<>(Thread.currentThread()));
  }

  /** What the calling thread is to throw. */
  CutShortException tellCaller(Cut cut, Report report) {
    rememberCaller();
    return new CutShortException(message(cut, report), report);
  }

  private String message(Cut cut, Report report) {
    String sources =
        report.sources().stream()
            .filter(source -> !source.ended())
            .map(SourceReport::name)
            .collect(Collectors.joining(", "));
    return "pipeline '"
        + pipelineName
        + "' was "
        + (cut.drains() ? "drained" : "aborted")
        + " by thread '"
        + cut.threadName()
        + "' before all was done"
        + (sources.isEmpty() ? "" : "; not pulled to the end: " + sources)
        + "; the report of this exception has the counts";
  }
}
