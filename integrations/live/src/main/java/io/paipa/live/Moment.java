package io.paipa.live;

import io.paipa.Bottleneck;
import io.paipa.Health;
import io.paipa.PipelineState;
import io.paipa.Report;
import io.paipa.SourceReport;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What was seen of a pipeline at one look. It leads to no item: of a failure it has the words
 * alone.
 *
 * @param name the pipeline, as the page names it
 * @param state its state
 * @param ended whether it is over, so that the figures are those of its whole run
 * @param elapsed how long it has run
 * @param accepted items accepted
 * @param abandonedBeforeFirstStep items accepted that did not come to the first step
 * @param health whether it works
 * @param bottleneck what keeps it from being faster
 * @param failure why it failed, in words
 * @param steps the steps
 * @param sources the sources
 * @param at when this was seen
 */
record Moment(
    String name,
    PipelineState state,
    boolean ended,
    Duration elapsed,
    long accepted,
    long abandonedBeforeFirstStep,
    Health health,
    Optional<Bottleneck> bottleneck,
    Optional<String> failure,
    List<StepNow> steps,
    List<SourceReport> sources,
    Instant at) {

  static Moment of(String name, Report report, Health health, List<StepNow> steps, Instant at) {
    return made(name, report, health, steps, at, false);
  }

  /** Of a pipeline that has ended. */
  static Moment last(String name, Report report, Instant at) {
    Health health =
        new Health(
            report.state() == PipelineState.FAILED ? Health.Status.DOWN : Health.Status.ENDED,
            Optional.empty(),
            Optional.empty());
    List<StepNow> steps =
        report.steps().stream().map(step -> StepNow.ofWholeRun(step, report.elapsed())).toList();
    return made(name, report, health, steps, at, true);
  }

  private static Moment made(
      String name, Report report, Health health, List<StepNow> steps, Instant at, boolean ended) {
    return new Moment(
        name,
        report.state(),
        ended,
        report.elapsed(),
        report.accepted(),
        report.abandonedBeforeFirstStep(),
        health,
        report.bottleneck(),
        report.failure().map(Words::ofFailure),
        steps,
        report.sources(),
        at);
  }

  /** Whether no source is pulled for now, and producers wait. */
  boolean isPaused() {
    return state == PipelineState.PAUSED;
  }

  Summary summary() {
    return new Summary(name, Words.state(state), healthWords(), bottleneckWords());
  }

  String healthWords() {
    return Words.health(health)
        + health.step().map(step -> ", step '" + step + "'").orElse("")
        + health.reason().map(reason -> ": " + reason).orElse("");
  }

  String bottleneckWords() {
    return bottleneck.map(Bottleneck::words).orElse("not known yet");
  }

  boolean isBottleneck(StepNow step) {
    return bottleneck
        .flatMap(Bottleneck::stepName)
        .filter(step.report().stepName()::equals)
        .isPresent();
  }

  /** What is worth being read out when it changes: no figures, which change each second. */
  String news() {
    return "Pipeline "
        + name
        + ": "
        + Words.state(state)
        + ", health "
        + Words.health(health)
        + health.step().map(step -> " at step " + step).orElse("")
        + bottleneck
            .map(
                is ->
                    ". Bottleneck: "
                        + Words.kind(is.kind())
                        + is.stepName().map(step -> " of step " + step).orElse(""))
            .orElse("")
        + ".";
  }
}
