package io.paipa.internal.life;

import io.paipa.Report;
import io.paipa.StepReport;
import io.paipa.WorkerActivity;
import io.paipa.internal.platform.Stacks;
import io.paipa.internal.worker.Activity;
import io.paipa.internal.worker.StationView;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A run in words: what each step and each of its workers is doing. For people; not to be parsed.
 */
final class Dump {
  private static final int FRAMES = 8;

  private final StringBuilder text = new StringBuilder();

  /** A run that is or was at work. */
  static String of(Report report, List<StationView> stations, List<Thread> others) {
    Dump dump = new Dump();
    dump.pipeline(report);
    for (int i = 0; i < stations.size(); i++) {
      dump.step(report.steps().get(i), stations.get(i));
    }
    for (Thread thread : others) {
      dump.line("  thread %s: %s", thread.getName(), thread.getState());
      dump.text.append(Stacks.top(thread, FRAMES, "      "));
    }
    return dump.text.append(System.lineSeparator()).toString();
  }

  private void line(String format, Object... values) {
    if (!text.isEmpty()) {
      text.append(System.lineSeparator());
    }
    text.append(String.format(Locale.ROOT, format, values));
  }

  private void pipeline(Report report) {
    line(
        "pipeline '%s': %s, for %.1f s; accepted %,d",
        report.pipelineName(),
        report.state(),
        report.elapsed().toMillis() / 1_000.0,
        report.accepted());
    report
        .failure()
        .ifPresent(failure -> line("  failure: %s", String.valueOf(failure.getMessage())));
  }

  private void step(StepReport step, StationView station) {
    line(
        "  step '%s': %,d items queued, %,d slots; %s",
        step.stepName(),
        step.queued(),
        station.settings().capacity(),
        station.fence(TimedWords::of));
    line(
        "    received %,d = done %,d + skipped %,d + dead-lettered %,d + failed %,d + abandoned %,d"
            + " + queued %,d + in hand %,d; emitted %,d, retried %,d, reenqueued %,d",
        step.received(),
        step.done(),
        step.skipped(),
        step.deadLettered(),
        step.failed(),
        step.abandoned(),
        step.queued(),
        step.inHand(),
        step.emitted(),
        step.retried(),
        step.reenqueued());
    String waiting = station.waiting();
    if (!waiting.isEmpty()) {
      line("    %s", waiting);
    }
    Map<WorkerActivity, Integer> others = new EnumMap<>(WorkerActivity.class);
    for (int worker = 0; worker < step.workers(); worker++) {
      Activity activity = station.activity(worker);
      WorkerActivity doing = activity.doing();
      if (activity.isInUserCode()) {
        line("    worker %d: %s", worker, words(doing));
        text.append(Stacks.top(activity.thread(), FRAMES, "      "));
      } else {
        others.merge(doing, 1, Integer::sum);
      }
    }
    others.forEach(
        (doing, count) ->
            line("    %,d %s %s", count, count == 1 ? "worker" : "workers", words(doing)));
  }

  private static String words(WorkerActivity doing) {
    return switch (doing) {
      case NOT_STARTED -> "not started";
      case TAKING -> "taking items";
      case WAITING -> "waiting";
      case HELD -> "held by the rate";
      case BLOCKED -> "waiting for room behind";
      case PROCESSING -> "processing";
      case IN_HOOK -> "in a hook";
      case ENDED -> "ended";
    };
  }
}
