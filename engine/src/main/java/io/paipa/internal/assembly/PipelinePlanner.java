package io.paipa.internal.assembly;

import io.paipa.PipelineDefinition;
import io.paipa.StepDefinition;
import io.paipa.StepOption;
import io.paipa.Waiting;
import io.paipa.internal.platform.TimeSource;
import io.paipa.internal.worker.StationSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadFactory;

/**
 * Translates a pipeline that a user described into the terms of the engine's rooms; refuses what
 * does not go together, and warns of what is of no use.
 */
public final class PipelinePlanner {
  private static final System.Logger LOG = System.getLogger("io.paipa");

  private final PipelineDefinition<?, ?> pipeline;
  private final String name;

  public PipelinePlanner(PipelineDefinition<?, ?> pipeline) {
    this.pipeline = pipeline;
    this.name = pipeline.name();
  }

  public PipelinePlan plan(TimeSource time) {
    List<StepDefinition> steps = pipeline.steps();
    if (steps.isEmpty()) {
      throw new IllegalStateException("pipeline '" + name + "' has no steps; add one");
    }
    if (pipeline.daemon().isPresent() && pipeline.threadFactory().isPresent()) {
      throw new IllegalStateException(
          "pipeline '"
              + name
              + "': daemon and threadFactory exclude each other; let the factory"
              + " make daemon threads");
    }
    List<PipelinePlan.StepPlan> plans = plans(steps, time.allowsPolling());
    boolean daemon = pipeline.daemon().orElse(false);
    ThreadFactory threads = pipeline.threadFactory().orElse(work -> newThread(work, daemon));
    return new PipelinePlan(
        pipeline,
        plans,
        threads,
        !daemon,
        pipeline.whenFailed().orElse(null),
        pipeline.tracker().orElse(null),
        pipeline.contextPropagation().orElse(null),
        pipeline.reporter().orElse(null),
        StepPlanner.nanos(pipeline.reportInterval()),
        StepPlanner.nanos(pipeline.terminationTimeout()),
        pipeline.shutdownLimit().map(StepPlanner::nanos).orElse(0L),
        time);
  }

  private static Thread newThread(Runnable work, boolean daemon) {
    Thread thread = new Thread(work);
    thread.setDaemon(daemon);
    return thread;
  }

  private List<PipelinePlan.StepPlan> plans(List<StepDefinition> steps, boolean mayPoll) {
    List<PipelinePlan.StepPlan> plans = new ArrayList<>();
    ThreadRules threads = new ThreadRules(name, pipeline.threadFactory().orElse(null));
    int spinning = 0;
    for (StepDefinition step : steps) {
      threads.check(step.name(), step.options());
      checkOrder(step);
      PipelinePlan.StepPlan plan = StepPlanner.plan(step, mayPoll);
      checkContexts(plan);
      plans.add(plan);
      warnOfOrder(plan);
      spinning += mayPoll && spins(step) ? plan.settings().workers() : 0;
    }
    int cores = Runtime.getRuntime().availableProcessors();
    if (spinning > cores) {
      LOG.log(
          System.Logger.Level.WARNING,
          "pipeline ''{0}'': {1} threads spin on {2} cores; use Waiting.parking() for some steps",
          name,
          spinning,
          cores);
    }
    return plans;
  }

  private static boolean spins(StepDefinition step) {
    return OptionValues.of(step.options(), StepOption.WAITING).kind() == Waiting.Kind.BUSY_SPIN;
  }

  private void checkOrder(StepDefinition step) {
    if (step.options().get(StepOption.KEYED).isPresent()
        && OptionValues.of(step.options(), StepOption.ORDERED)) {
      throw new IllegalStateException(
          "pipeline '"
              + name
              + "', step '"
              + step.name()
              + "': ordered and keyed exclude each other; ordered would hold the outputs of all"
              + " keys back behind one slow item. Leave one out; set(StepOption.ORDERED, false)"
              + " overrides a default");
    }
  }

  private void checkContexts(PipelinePlan.StepPlan plan) {
    if (plan.iterate() != null && pipeline.contextPropagation().isPresent()) {
      throw new IllegalStateException(
          "pipeline '"
              + name
              + "', step '"
              + plan.settings().name()
              + "': an iterator step can't tell which output came of which item, so no context can"
              + " be taken along; make it a step that takes one item, or leave contextPropagation"
              + " out");
    }
  }

  /** A user that asks for order may well mean the order of the calls. */
  private void warnOfOrder(PipelinePlan.StepPlan plan) {
    StationSettings settings = plan.settings();
    if (settings.reorders() && settings.delaysRetries()) {
      LOG.log(
          System.Logger.Level.WARNING,
          "pipeline ''{0}'', step ''{1}'': {2}an item that waits for its retry is processed again"
              + " after later ones; if that matters, {3}Backoff.none() keeps the order of"
              + " processing, too",
          name,
          settings.name(),
          plan.sink() ? "" : "its outputs keep the order of the items, but ",
          settings.workers() == 1 ? "" : "one worker with ");
    }
  }
}
