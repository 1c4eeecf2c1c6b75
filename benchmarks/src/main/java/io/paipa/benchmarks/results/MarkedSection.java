package io.paipa.benchmarks.results;

/** The part of a text that a command writes: what stands between two lines of comment. */
final class MarkedSection {
  static final String BEGIN = "<!-- results: begin, written by the command render -->\n";
  static final String END = "<!-- results: end -->";

  private MarkedSection() {}

  /** The text with another section. */
  static String replaced(String text, String section) {
    int begin = text.indexOf(BEGIN);
    int end = text.indexOf(END);
    if (begin < 0 || end < begin) {
      throw new IllegalArgumentException(
          "the text has no section between " + BEGIN.strip() + " and " + END);
    }
    return text.substring(0, begin + BEGIN.length()) + section + text.substring(end);
  }
}
