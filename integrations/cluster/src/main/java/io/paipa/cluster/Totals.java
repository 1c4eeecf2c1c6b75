package io.paipa.cluster;

import io.paipa.PipelineException;
import io.paipa.PipelineState;
import io.paipa.Report;
import io.paipa.embedding.RunLedger;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What the places of a job say, added up: of its newest start that all places have told of. As long
 * as a new start is being prepared, the one before still counts, for the new one has not read the
 * snapshot. Immutable.
 *
 * @param entries one for each place
 */
record Totals(List<Records.Entry> entries) {
  static Totals of(List<Records.Entry> all) {
    List<List<Records.Entry>> newestFirst = newestFirst(all);
    return new Totals(
        newestFirst.stream()
            .filter(Totals::isComplete)
            .findFirst()
            .or(() -> newestFirst.stream().findFirst())
            .orElse(List.of()));
  }

  private static List<List<Records.Entry>> newestFirst(List<Records.Entry> all) {
    return all.stream().collect(Collectors.groupingBy(Records.Entry::execution)).values().stream()
        .sorted(Comparator.comparingLong(Totals::startedMillis).reversed())
        .toList();
  }

  /**
   * Starts that no report needs any more: all but the newest, and the two newest of which all
   * places have told. It takes two, for a reader may not have seen all of the newer one.
   */
  static List<Long> outdated(List<Records.Entry> all) {
    List<List<Records.Entry>> older = newestFirst(all).stream().skip(1).toList();
    List<List<Records.Entry>> complete =
        newestFirst(all).stream().filter(Totals::isComplete).limit(2).toList();
    return older.stream()
        .filter(execution -> !complete.contains(execution))
        .map(execution -> execution.get(0).execution())
        .toList();
  }

  private static long startedMillis(List<Records.Entry> execution) {
    return execution.stream().mapToLong(Records.Entry::startedMillis).max().orElse(0);
  }

  private static boolean isComplete(List<Records.Entry> execution) {
    return byLine(execution).values().stream().allMatch(Totals::isCompleteLine);
  }

  private static boolean isCompleteLine(List<Records.Entry> line) {
    Map<Integer, List<Records.Entry>> parts = byPart(line);
    return parts.size() == line.get(0).parts()
        && parts.values().stream().allMatch(part -> part.size() == part.get(0).places());
  }

  /** A job of Jet's may have several pipelines in it, also one of them twice. */
  private static Map<String, List<Records.Entry>> byLine(Collection<Records.Entry> execution) {
    return execution.stream()
        .collect(
            Collectors.groupingBy(
                entry -> entry.pipelineName() + "/" + entry.line(),
                TreeMap::new,
                Collectors.toList()));
  }

  private static Map<Integer, List<Records.Entry>> byPart(Collection<Records.Entry> line) {
    return line.stream()
        .collect(Collectors.groupingBy(Records.Entry::part, TreeMap::new, Collectors.toList()));
  }

  /** The parts of a pipeline follow each other, and so do the pipelines of a job. */
  private Optional<RunLedger> ledger() {
    return byLine(entries).values().stream()
        .flatMap(line -> byPart(line).values().stream())
        .map(part -> part.stream().map(Records.Entry::ledger).reduce(RunLedger::plus).orElseThrow())
        .reduce(RunLedger::followedBy);
  }

  /** Why a place has failed. */
  Optional<PipelineException> failure() {
    return entries.stream()
        .filter(entry -> entry.failure() != null)
        .map(entry -> Objects.requireNonNull(entry.failure()).exception(entry.pipelineName()))
        .findFirst();
  }

  /** The pipeline's name, if a place has told of itself. */
  Optional<String> pipelineName() {
    return entries.stream().map(Records.Entry::pipelineName).findFirst();
  }

  /**
   * As a report; of nothing, if no place has told of itself yet. A job may have been set to be
   * suspended when it fails: so there may be a failure then, too.
   */
  Report report(String pipelineName, PipelineState state, @Nullable PipelineException failure) {
    boolean isCutShort =
        state == PipelineState.DRAINED
            || state == PipelineState.ABORTED
            || state == PipelineState.FAILED;
    boolean hasFailed = state == PipelineState.FAILED || state == PipelineState.DRAINED;
    return ledger()
        .orElse(RunLedger.NOTHING)
        .report(pipelineName, state, isCutShort, hasFailed ? failure : null);
  }
}
