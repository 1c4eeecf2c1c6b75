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
   * Why the pipeline failed.
   *
   * @return the failure, if there is one
   */
  Optional<PipelineException> failure();
}
