package io.paipa.live;

import java.util.List;

/** A table, in a frame that scrolls sideways, by keyboard too, where the table is too wide. */
final class TableView {
  /**
   * A column.
   *
   * @param heading what stands above it
   * @param isNumber whether figures are in it
   */
  record Column(String heading, boolean isNumber) {
    static Column word(String heading) {
      return new Column(heading, false);
    }

    static Column number(String heading) {
      return new Column(heading, true);
    }
  }

  private final Markup html;

  private TableView(Markup html) {
    this.html = html;
  }

  /**
   * Begins a table, up to its first row.
   *
   * @param id of the element, to be linked to
   * @param caption what is in it
   * @param columns all columns
   */
  static TableView open(Markup html, String id, String caption, List<Column> columns) {
    html.open("div", "class", "scroll", "id", id, "tabindex", "0");
    html.open("table").element("caption", caption).open("thead").open("tr");
    for (Column column : columns) {
      html.element(
          "th", column.heading(), "scope", "col", "class", column.isNumber() ? "number" : "word");
    }
    html.close().close().open("tbody");
    return new TableView(html);
  }

  /** Begins a row, whose first cell is a heading. */
  TableView row(String heading) {
    html.open("tr").element("th", heading, "scope", "row");
    return this;
  }

  TableView word(String words) {
    html.element("td", words);
    return this;
  }

  TableView number(String figure) {
    html.element("td", figure, "class", "number");
    return this;
  }

  TableView number(long count) {
    return number(Words.count(count));
  }

  void endRow() {
    html.close();
  }

  void close() {
    html.close().close().close();
  }
}
