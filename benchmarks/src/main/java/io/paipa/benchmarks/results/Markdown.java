package io.paipa.benchmarks.results;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Text with tables. */
final class Markdown {
  private final StringBuilder text = new StringBuilder();

  Markdown heading(int level, String title) {
    return paragraph("#".repeat(level) + " " + title);
  }

  Markdown paragraph(String paragraph) {
    if (text.length() > 0) {
      text.append('\n');
    }
    text.append(paragraph).append('\n');
    return this;
  }

  Markdown items(List<String> items) {
    return paragraph(items.stream().map(item -> "- " + item).collect(Collectors.joining("\n")));
  }

  Markdown table(List<String> head, List<List<String>> rows) {
    List<String> rule = head.stream().map(cell -> "---").toList();
    return paragraph(
        Stream.concat(Stream.of(head, rule), rows.stream())
            .map(row -> "| " + String.join(" | ", row) + " |")
            .collect(Collectors.joining("\n")));
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
