package io.paipa.cluster.examples;

import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * What a run prints each second.
 *
 * @param settled of how many files it is known what became of them
 * @param safe how many are in a snapshot, at least
 */
record ProgressLine(int settled, int safe) {
  private static final Pattern WORDS =
      Pattern.compile("([0-9,]+) of [0-9,]+ files, .* unreadable, ([0-9,]+) in a snapshot; .*");

  /** All of them so far. */
  static List<ProgressLine> of(CommandProcess run) {
    return run.out().stream().flatMap(line -> of(line).stream()).toList();
  }

  /** The newest; of nothing, if there is none yet. */
  static ProgressLine last(CommandProcess run) {
    List<ProgressLine> lines = of(run);
    return lines.isEmpty() ? new ProgressLine(0, 0) : lines.get(lines.size() - 1);
  }

  private static Optional<ProgressLine> of(String line) {
    return WORDS
        .matcher(line)
        .results()
        .findFirst()
        .map(found -> new ProgressLine(number(found, 1), number(found, 2)));
  }

  private static int number(MatchResult found, int group) {
    return Integer.parseInt(found.group(group).replace(",", ""));
  }
}
