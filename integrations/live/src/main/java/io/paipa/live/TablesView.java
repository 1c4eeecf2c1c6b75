package io.paipa.live;

import static io.paipa.live.TableView.Column.number;
import static io.paipa.live.TableView.Column.word;

import io.paipa.RecentFailure;
import io.paipa.SourceReport;
import io.paipa.StepReport;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The tables below the picture: what failed last, the ledger, and the sources. */
final class TablesView {
  private static final int MOST_FAILURES = 16;

  private static final List<TableView.Column> OF_FAILURES =
      List.of(
          word("step"), number("after the start"), number("attempt"), word("then"), word("reason"));

  private static final List<TableView.Column> OF_LEDGER =
      List.of(
          word("step"),
          number("received"),
          number("queued"),
          number("in hand"),
          number("done"),
          number("skipped"),
          number("dead letters"),
          number("failed"),
          number("abandoned"),
          number("emitted"),
          number("retries"),
          number("put back"));

  private static final List<TableView.Column> OF_SOURCES =
      List.of(
          word("source"),
          number("gave"),
          word("state"),
          number("left in it"),
          number("open"),
          word("oldest open"),
          word("settled"));

  private record FailureOfStep(String step, RecentFailure failure) {}

  private final Markup html;
  private final Moment moment;

  private TablesView(Markup html, Moment moment) {
    this.html = html;
    this.moment = moment;
  }

  static void write(Markup html, Moment moment) {
    TablesView tables = new TablesView(html, moment);
    html.element("h2", "Failures");
    tables.writeFailures();
    html.element("h2", "Ledger");
    tables.writeLedger();
    html.element("h2", "Sources");
    tables.writeSources();
  }

  private void writeFailures() {
    List<FailureOfStep> newestFirst =
        moment.steps().stream()
            .map(StepNow::report)
            .flatMap(TablesView::failures)
            .sorted(Comparator.comparing((FailureOfStep of) -> of.failure().elapsed()).reversed())
            .limit(MOST_FAILURES)
            .toList();
    if (newestFirst.isEmpty()) {
      html.element("p", "No attempt has failed.");
      return;
    }
    TableView table =
        TableView.open(
            html, "failures", "Attempts that failed last, the newest first", OF_FAILURES);
    for (FailureOfStep of : newestFirst) {
      RecentFailure failure = of.failure();
      table
          .row(of.step())
          .number(Words.duration(failure.elapsed()))
          .number(failure.attempt())
          .word(Words.outcome(failure.outcome()))
          .word(failure.reason())
          .endRow();
    }
    table.close();
  }

  private static Stream<FailureOfStep> failures(StepReport step) {
    return step.recentFailures().stream().map(of -> new FailureOfStep(step.stepName(), of));
  }

  private void writeLedger() {
    long lost = moment.abandonedBeforeFirstStep();
    html.element(
        "p",
        Words.count(moment.accepted(), "item", "items")
            + " accepted"
            + (lost == 0 ? "." : "; " + Words.count(lost) + " did not come to the first step."));
    TableView table =
        TableView.open(html, "ledger", "What became of the items at each step", OF_LEDGER);
    for (StepNow step : moment.steps()) {
      StepReport of = step.report();
      table
          .row(of.stepName())
          .number(of.received())
          .number(of.queued())
          .number(of.inHand())
          .number(of.done())
          .number(of.skipped())
          .number(of.deadLettered())
          .number(of.failed())
          .number(of.abandoned())
          .number(of.emitted())
          .number(of.retried())
          .number(of.reenqueued())
          .endRow();
    }
    table.close();
  }

  private void writeSources() {
    if (moment.sources().isEmpty()) {
      html.element("p", "No source was handed over: items come by put.");
      return;
    }
    TableView table = TableView.open(html, "sources", "What the sources gave", OF_SOURCES);
    for (SourceReport source : moment.sources()) {
      table
          .row(source.name())
          .number(source.pulled())
          .word(state(source))
          .number(source.left())
          .number(source.open())
          .word(oldest(source))
          .word(settled(source))
          .endRow();
    }
    table.close();
  }

  private String state(SourceReport source) {
    long restarts = source.restarts();
    return ending(source)
        + (restarts == 0 ? "" : ", made anew " + (restarts == 1 ? "once" : restarts + " times"));
  }

  private String ending(SourceReport source) {
    if (source.ended()) {
      return "at its end";
    }
    if (moment.ended()) {
      return "cut";
    }
    return moment.isPaused() ? "paused" : "goes on";
  }

  private static String oldest(SourceReport source) {
    return source
        .oldestOpen()
        .map(
            age ->
                Words.duration(age)
                    + source.oldestOpenStep().map(step -> ", at " + step).orElse(""))
        .orElse("");
  }

  private static String settled(SourceReport source) {
    return source.settled().entrySet().stream()
        .map(of -> Words.count(of.getValue()) + " " + of.getKey().name().toLowerCase(Locale.ROOT))
        .map(words -> words.replace('_', ' '))
        .collect(Collectors.joining(", "));
  }
}
