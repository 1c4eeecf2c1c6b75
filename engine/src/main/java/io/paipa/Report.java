package io.paipa;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What became of the items of a pipeline: its ledger. A snapshot; exact once the pipeline has
 * ended, and a close look while it runs.
 *
 * <p>At the end {@code accepted = received by the first step - reenqueued there +
 * abandonedBeforeFirstStep}.
 */
public interface Report {
  /**
   * The pipeline's name.
   *
   * @return the name
   */
  String pipelineName();

  /**
   * The pipeline's state.
   *
   * @return the state at the time of the report
   */
  PipelineState state();

  /**
   * How long the pipeline has run.
   *
   * @return the time since the start, up to the end; zero before the start
   */
  Duration elapsed();

  /**
   * Items accepted: {@code put} or {@code offer} returned normally, or a source gave them.
   *
   * @return the count
   */
  long accepted();

  /**
   * Items accepted that did not come to the first step, because the pipeline ended before.
   *
   * @return the count
   */
  long abandonedBeforeFirstStep();

  /**
   * What became of the items at each step.
   *
   * @return a report for each step, in their order
   */
  List<StepReport> steps();

  /**
   * What was pulled from the sources. Of sources that came to their end, the last 64 stand here one
   * by one. Those before are summed up in one entry, so that a long life does not fill the memory.
   *
   * @return a report for each source, in the order in which they were handed over
   */
  List<SourceReport> sources();

  /**
   * Whether the end left something undone: a source was not pulled to its end, a queue was left
   * with items, or items were abandoned. False while the pipeline runs, and where the reader of its
   * {@link Pipeline#results} closed them early, for that is no accident.
   *
   * @return true if so
   */
  boolean cutShort();

  /**
   * How the pipeline ended, as a code for {@code System.exit}.
   *
   * @return 1 if it failed, else 2 if items were abandoned, else 3 if a source was not pulled to
   *     its end, or a queue was left with items, else 0; while it runs, and where its results were
   *     closed early, 0
   */
  default int exitCode() {
    if (failure().isPresent() || state() == PipelineState.FAILED) {
      return 1;
    }
    if (!cutShort()) {
      return 0;
    }
    boolean abandoned =
        abandonedBeforeFirstStep() > 0 || steps().stream().anyMatch(step -> step.abandoned() > 0);
    return abandoned ? 2 : 3;
  }

  /**
   * What keeps the pipeline from being faster, over the whole run so far.
   *
   * @return the verdict; empty if too little was seen: of a run shorter than a fifth of a second,
   *     of one that has not begun, of a co-routine
   */
  default Optional<Bottleneck> bottleneck() {
    return Optional.empty();
  }

  /**
   * Why the pipeline failed.
   *
   * @return the failure, if there is one
   */
  Optional<PipelineException> failure();
}
