package io.paipa.live;

import io.paipa.StepReport;
import io.paipa.WorkerActivity;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What each worker of a step does: a summary, and cells behind it. */
final class WorkersView {
  private static final int MOST_CELLS = 128;
  private static final int MOST_UNFOLDED = 16;

  private WorkersView() {}

  static void write(Markup html, StepReport report) {
    List<WorkerActivity> workers = report.workerActivities();
    if (workers.size() > MOST_UNFOLDED) {
      html.open("details");
    } else {
      html.open("details", "open", "");
    }
    html.element("summary", Words.count(report.workers(), "worker", "workers"));
    html.element("p", summary(workers), "class", "hint");
    html.open("ol", "class", "cells");
    for (int i = 0; i < Math.min(workers.size(), MOST_CELLS); i++) {
      WorkerActivity activity = workers.get(i);
      String words = "worker " + i + ": " + Words.activity(activity);
      html.open("li", "class", activity.name(), "title", words);
      html.element("span", letter(activity), "aria-hidden", "true");
      html.element("span", words, "class", "unseen").close();
    }
    html.close();
    if (workers.size() > MOST_CELLS) {
      html.element("p", "and " + Words.count(workers.size() - MOST_CELLS) + " more");
    }
    html.close();
  }

  private static String summary(List<WorkerActivity> workers) {
    Map<WorkerActivity, Integer> counts = new EnumMap<>(WorkerActivity.class);
    workers.forEach(activity -> counts.merge(activity, 1, Integer::sum));
    return counts.entrySet().stream()
        .map(entry -> Words.count(entry.getValue()) + " " + Words.activity(entry.getKey()))
        .collect(Collectors.joining(", "));
  }

  private static String letter(WorkerActivity activity) {
    return switch (activity) {
      case NOT_STARTED -> "n";
      case TAKING -> "t";
      case WAITING -> "w";
      case HELD -> "r";
      case PROCESSING -> "p";
      case IN_HOOK -> "h";
      case BLOCKED -> "b";
      case ENDED -> "e";
    };
  }
}
