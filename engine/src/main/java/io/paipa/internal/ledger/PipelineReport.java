package io.paipa.internal.ledger;

import io.paipa.Bottleneck;
import io.paipa.PipelineException;
import io.paipa.PipelineState;
import io.paipa.Report;
import io.paipa.SourceReport;
import io.paipa.StepReport;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A snapshot of a pipeline's ledger.
 *
 * @param pipelineName the pipeline
 * @param state its state
 * @param elapsed how long it has run
 * @param accepted items accepted
 * @param abandonedBeforeFirstStep items accepted that did not come to the first step
 * @param steps the steps
 * @param sources the sources
 * @param cutShort whether the end left something undone
 * @param bottleneck what keeps it from being faster
 * @param failure why it failed
 */
public record PipelineReport(
    String pipelineName,
    PipelineState state,
    Duration elapsed,
    long accepted,
    long abandonedBeforeFirstStep,
    List<StepReport> steps,
    List<SourceReport> sources,
    boolean cutShort,
    Optional<Bottleneck> bottleneck,
    Optional<PipelineException> failure)
    implements Report {}
