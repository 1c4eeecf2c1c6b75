package io.paipa.cluster;

import com.hazelcast.jet.config.ProcessingGuarantee;
import io.paipa.Backoff;
import io.paipa.StepDefinition;
import io.paipa.StepOption;
import io.paipa.embedding.EmbeddedPipeline;
import java.io.IOException;
import java.io.NotSerializableException;
import java.io.ObjectOutputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What can't run on a cluster is refused before anything is sent, with what to do instead. */
final class Rules {
  private static final System.Logger LOG = System.getLogger("io.paipa.cluster");

  /** A back-off that grows has grown by then. */
  private static final int RETRIES_LOOKED_AT = 64;

  private final Definition pipeline;

  private Rules(Definition pipeline) {
    this.pipeline = pipeline;
  }

  /** Refuses what can't run anywhere but in the program that has built it. */
  static void check(Definition pipeline) {
    Rules rules = new Rules(pipeline);
    rules.checkSettings();
    for (StepDefinition step : pipeline.steps()) {
      rules.checkTravels(step);
    }
    rules.checkClusterWide();
    EmbeddedPipeline.check(pipeline.name(), pipeline.steps());
  }

  /** Refuses what can't be repeated; warns of what makes snapshots late. */
  static void check(Definition pipeline, ProcessingGuarantee guarantee, Duration interval) {
    if (guarantee == ProcessingGuarantee.NONE) {
      return;
    }
    refuseIteratorSteps(pipeline.name(), pipeline.steps());
    pipeline.steps().forEach(step -> warnOfBackoff(pipeline, step, interval));
  }

  /** Under a guarantee. */
  static void refuseIteratorSteps(String pipelineName, List<StepDefinition> steps) {
    for (StepDefinition step : steps) {
      if (step instanceof StepDefinition.Iterating) {
        throw new IllegalStateException(
            "pipeline '"
                + pipelineName
                + "', step '"
                + step.name()
                + "': an iterator step may hold items back that no snapshot knows of, and they"
                + " would be lost with a member; make it a step that takes one item, or a chunk, or"
                + " leave out the guarantee");
      }
    }
  }

  /** What ends keeps no place in a snapshot: after a loss it begins anew. */
  static void warnOfBoundedSource(Definition pipeline, ProcessingGuarantee guarantee) {
    if (guarantee != ProcessingGuarantee.NONE) {
      LOG.log(
          System.Logger.Level.WARNING,
          "{0}: its source ends, and as a rule such a source begins anew after the loss of a"
              + " member, whatever the guarantee: items come twice, and count twice; take a"
              + " StreamSource that keeps its place in the snapshot, or leave out the guarantee",
          pipeline.where());
    }
  }

  private void checkSettings() {
    if (pipeline.steps().isEmpty()) {
      throw new IllegalStateException(pipeline.where() + " has no steps; add one");
    }
    refuse(
        pipeline.pipeline().threadFactory(),
        "threadFactory: it can't be sent to the members, and threads there are daemons; leave it"
            + " out");
    refuse(
        pipeline.pipeline().tracker(),
        "tracker: it would observe the attempts of a member, and not here; leave it out, and ask"
            + " ClusterRun.report()");
    refuse(
        pipeline.pipeline().contextPropagation(),
        "contextPropagation: contexts of a thread don't travel between machines; leave it out, and"
            + " put into the item what the steps need");
  }

  private void refuse(Optional<?> setting, String why) {
    if (setting.isPresent()) {
      throw new IllegalStateException(pipeline.where() + ": " + why);
    }
  }

  private void checkTravels(StepDefinition step) {
    try (ObjectOutputStream out = new ObjectOutputStream(OutputStream.nullOutputStream())) {
      out.writeObject(step);
    } catch (NotSerializableException e) {
      throw new IllegalStateException(
          pipeline.where(step)
              + " can't be sent to the members: its function, or one of its options, is or holds "
              + e.getMessage()
              + "; make that class Serializable, or have the function make it on the member, as a"
              + " step with onWorkerStart",
          e);
    } catch (IOException | RuntimeException e) {
      throw new IllegalStateException(
          pipeline.where(step) + " can't be sent to the members: " + e, e);
    }
  }

  private void checkClusterWide() {
    for (String name : pipeline.clusterWide()) {
      StepDefinition step =
          pipeline.steps().stream()
              .filter(each -> each.name().equals(name))
              .findFirst()
              .orElseThrow(
                  () ->
                      new IllegalStateException(
                          pipeline.where()
                              + ": clusterWide(\""
                              + name
                              + "\"): there is no such step; there are "
                              + pipeline.steps().stream().map(StepDefinition::name).toList()));
      int workers = step.options().get(StepOption.WORKERS).orElse(1);
      if (workers > 1) {
        throw new IllegalStateException(
            pipeline.where(step)
                + ": clusterWide means one worker in the whole cluster, and the step has "
                + workers
                + "; leave one out");
      }
    }
  }

  private static void warnOfBackoff(Definition pipeline, StepDefinition step, Duration interval) {
    Optional<StepOption.Retries> retries = step.options().get(StepOption.RETRYING);
    if (retries.isEmpty()) {
      return;
    }
    Duration longest = longest(retries.get());
    if (longest.compareTo(interval) > 0) {
      LOG.log(
          System.Logger.Level.WARNING,
          "{0}: it waits up to {1} for a retry, and a snapshot is to be taken each {2}; a snapshot"
              + " waits for all items before it, so make the back-off shorter, or the interval"
              + " longer",
          pipeline.where(step),
          longest,
          interval);
    }
  }

  private static Duration longest(StepOption.Retries retries) {
    Backoff backoff = retries.backoff();
    Duration longest = Duration.ZERO;
    for (int retry = 1; retry <= Math.min(retries.max(), RETRIES_LOOKED_AT); retry++) {
      Duration delay = backoff.delay(retry);
      longest = delay.compareTo(longest) > 0 ? delay : longest;
    }
    return longest;
  }
}
