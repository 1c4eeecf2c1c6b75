package io.paipa.live;

import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * The page of a pipeline.
 *
 * @param moment what was seen
 */
record PipelineView(Moment moment) {
  private static final DateTimeFormatter CLOCK =
      DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT).withZone(ZoneId.systemDefault());

  Bytes page() {
    Markup html = Frame.begin(moment.name() + ": " + Words.state(moment.state()), moment.news());
    writeHead(html);
    writeVerdict(html);
    html.open("section", "aria-labelledby", "steps").element("h2", "Steps", "id", "steps");
    html.element("p", figuresOf(), "class", "hint");
    StepsView.write(html, moment);
    html.close();
    TablesView.write(html, moment);
    return Frame.end(html);
  }

  private void writeHead(Markup html) {
    html.open("header").open("div").element("h1", moment.name());
    html.open("p", "class", "hint").element("strong", Words.state(moment.state()));
    html.text(age() + "; seen at " + CLOCK.format(moment.at()));
    html.close().close();
    html.open("nav", "aria-label", "Pages");
    html.element("a", "Ledger", "href", "#ledger");
    html.element("a", "Dump", "href", Summary.address("dump.txt", moment.name()));
    html.element("a", "All pipelines", "href", "pipelines");
    html.close().close();
  }

  /** How long the pipeline runs. Nobody knows how long it is paused. */
  private String age() {
    String elapsed = Words.duration(moment.elapsed());
    return moment.isPaused() ? "; started " + elapsed + " ago" : " for " + elapsed;
  }

  private void writeVerdict(Markup html) {
    html.open("section", "aria-label", "Verdict", "class", "verdict").open("dl");
    html.element("dt", "Health");
    html.element("dd", moment.healthWords(), "class", "health " + moment.health().status().name());
    moment
        .failure()
        .ifPresent(words -> html.element("dt", "Failure").element("dd", words, "class", "failure"));
    html.element("dt", "Bottleneck").element("dd", moment.bottleneckWords());
    html.close().close();
  }

  private String figuresOf() {
    return moment.ended()
        ? "The figures are those of the whole run."
        : "The figures are those of the last 5 seconds, the charts those of the last 5 minutes at"
            + " most.";
  }
}
