package io.paipa.live;

import io.paipa.StepReport;
import io.paipa.TimeDistribution;
import io.paipa.WorkerTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The steps as a picture: each with the ring before it, as a pipe that fills. What there is nothing
 * to say of is there all the same, and empty: so the script finds each element at its place, and
 * makes none anew that has the focus.
 */
final class StepsView {
  private static final int FULL_PERCENT = 90;

  private final Markup html;
  private final Moment moment;

  private StepsView(Markup html, Moment moment) {
    this.html = html;
    this.moment = moment;
  }

  static void write(Markup html, Moment moment) {
    html.open("ol", "class", "steps");
    StepsView view = new StepsView(html, moment);
    for (int i = 0; i < moment.steps().size(); i++) {
      view.writeStep(i, moment.steps().get(i));
    }
    html.close();
  }

  private void writeStep(int index, StepNow step) {
    String name = step.report().stepName();
    html.open("li");
    writeRing(index, step);
    boolean bottleneck = moment.isBottleneck(step);
    html.open("article", "class", bottleneck ? "step bottleneck" : "step", "aria-label", name);
    html.open("div", "class", "name").element("h3", name, "title", name);
    html.element("p", bottleneck ? "bottleneck" : "", "class", "badge");
    html.close();
    writeRate(index, step);
    writeWorkerTime(step.time());
    writeTimes(index, step);
    writeNotes(step.report());
    WorkersView.write(html, step.report());
    html.close().close();
  }

  private void writeRing(int index, StepNow step) {
    StepReport report = step.report();
    int fill = (int) Math.ceil(100 * step.fill());
    html.open("div", "class", fill >= FULL_PERCENT ? "ring full" : "ring");
    writePipe("across", "x", 100 - fill, "width", fill, "height");
    writePipe("down", "y", 100 - fill, "height", fill, "width");
    html.open("p").element("span", "queued ", "class", "unseen");
    html.element("strong", Words.count(report.queued()));
    html.text(" of " + Words.count(report.queueCapacity())).close();
    html.element("p", fill >= FULL_PERCENT ? "full" : "", "class", "badge");
    writeChart(index, "queued", "Items that wait before step " + report.stepName());
    html.close();
  }

  /** The style sheet shows one of them: steps stand beside each other, or below. */
  private void writePipe(String way, String from, int start, String along, int fill, String over) {
    html.open("svg", "class", "pipe " + way, "aria-hidden", "true", "focusable", "false");
    html.empty("rect", "class", "fill", from, start + "%", along, fill + "%", over, "100%");
    html.close();
  }

  private void writeRate(int index, StepNow step) {
    html.open("p", "class", "figure");
    html.element("strong", Words.perSecond(step.itemsPerSecond())).text(" items/s").close();
    writeChart(index, "rate", "Items a second of step " + step.report().stepName());
  }

  private void writeTimes(int index, StepNow step) {
    Optional<TimeDistribution> times = step.service();
    html.open("p", "class", "figure");
    html.open("span", "class", "solid")
        .text("p50 ")
        .element("strong", percentile(times, 50))
        .close();
    html.open("span", "class", "dashed")
        .text("p99 ")
        .element("strong", percentile(times, 99))
        .close()
        .close();
    writeChart(
        index, "times", "Milliseconds an attempt takes, of step " + step.report().stepName());
  }

  private static String percentile(Optional<TimeDistribution> times, double percent) {
    return times.map(of -> Words.duration(of.percentile(percent))).orElse("–");
  }

  /** The script draws it, and says more in the label. */
  private void writeChart(int index, String chart, String label) {
    html.element(
        "div",
        "",
        "class",
        "chart",
        "role",
        "img",
        "aria-label",
        label,
        "data-step",
        String.valueOf(index),
        "data-chart",
        chart,
        "data-label",
        label);
  }

  /** One bar of four parts, and the same in words. */
  private void writeWorkerTime(WorkerTime time) {
    html.open("svg", "class", "bar", "aria-hidden", "true", "focusable", "false");
    double[] at = {0};
    writePart("busy", at, time.share(time.busy()));
    writePart("blocked", at, time.share(time.blocked()));
    writePart("waiting", at, time.share(time.waiting()));
    writePart("held", at, time.share(time.held()));
    html.close().open("ul", "class", "parts");
    writePart("busy", time, time.busy());
    writePart("blocked", time, time.blocked());
    writePart("waiting", time, time.waiting());
    if (!time.held().isZero()) {
      writePart("held", time, time.held());
    }
    html.close();
  }

  private void writePart(String part, double[] at, double share) {
    html.empty("rect", "class", part, "x", share(at[0]), "width", share(share), "height", "100%");
    at[0] += share;
  }

  private void writePart(String part, WorkerTime time, Duration spent) {
    html.open("li").element("span", "", "class", "key " + part, "aria-hidden", "true");
    html.text(part + " " + Words.percent(time.share(spent))).close();
  }

  private static String share(double share) {
    return String.valueOf(Math.round(1_000 * share) / 10.0) + "%";
  }

  private void writeNotes(StepReport report) {
    List<String> notes = new ArrayList<>();
    note(notes, report.inFlight(), "call open", "calls open");
    note(notes, report.waitingForKeys(), "item waits for its key", "items wait for their keys");
    note(notes, report.retried(), "retry", "retries");
    note(notes, report.skipped(), "skipped", "skipped");
    note(notes, report.deadLettered(), "dead letter", "dead letters");
    note(notes, report.failed(), "failed", "failed");
    note(notes, report.lateCompletions(), "late answer", "late answers");
    html.element("p", String.join(" · ", notes), "class", "notes");
  }

  private static void note(List<String> notes, long count, String one, String many) {
    if (count > 0) {
      notes.add(Words.count(count, one, many));
    }
  }
}
