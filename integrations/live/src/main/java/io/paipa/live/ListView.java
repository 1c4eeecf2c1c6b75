package io.paipa.live;

import static io.paipa.live.TableView.Column.word;

import java.util.List;

/**
 * The list of all pipelines.
 *
 * @param pipelines what is known of them
 */
record ListView(List<Summary> pipelines) {
  private static final List<TableView.Column> COLUMNS =
      List.of(word("pipeline"), word("state"), word("health"), word("bottleneck"));

  Bytes page() {
    return page("");
  }

  /** With words above it, such as on what was asked for and is not there. */
  Bytes page(String words) {
    Markup html = Frame.begin("Pipelines", "");
    html.element("h1", "Pipelines");
    if (!words.isEmpty()) {
      html.element("p", words, "class", "warning");
    }
    if (pipelines.isEmpty()) {
      html.element("p", "No pipeline is shown yet. The program shows one by page.add(pipeline).");
    } else {
      writeTable(html);
    }
    return Frame.end(html);
  }

  private void writeTable(Markup html) {
    TableView table = TableView.open(html, "pipelines", "All pipelines", COLUMNS);
    for (Summary each : pipelines) {
      html.open("tr").open("th", "scope", "row");
      html.element("a", each.name(), "href", each.address()).close();
      table.word(each.state()).word(each.health()).word(each.bottleneck()).endRow();
    }
    table.close();
  }
}
