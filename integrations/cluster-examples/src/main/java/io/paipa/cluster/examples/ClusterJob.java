package io.paipa.cluster.examples;

import static com.hazelcast.jet.config.ProcessingGuarantee.EXACTLY_ONCE;

import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.jet.pipeline.Sinks;
import io.paipa.PipelineException;
import io.paipa.PipelineState;
import io.paipa.Report;
import io.paipa.cluster.ClusterPipeline;
import io.paipa.cluster.ClusterRun;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/**
 * The catalogue on a cluster. It is complete when the report says so of all files, and they are in
 * a snapshot: then all that came of them is in the map.
 */
final class ClusterJob {
  private static final Duration SNAPSHOT_INTERVAL = Duration.ofSeconds(1);
  private static final Duration DRAIN_LIMIT = Duration.ofSeconds(60);

  private final HazelcastInstance hazelcast;
  private final int files;
  private final ClusterRun run;

  private ClusterJob(HazelcastInstance hazelcast, int files, ClusterRun run) {
    this.hazelcast = hazelcast;
    this.files = files;
    this.run = run;
  }

  /** Starts it. */
  static ClusterJob submit(HazelcastInstance hazelcast, List<String> paths, long millisPerFile) {
    Map<Integer, String> numbered = new HashMap<>();
    paths.forEach(path -> numbered.put(numbered.size(), path));
    ClusterMaps.paths(hazelcast).putAll(numbered);
    // tag::submit[]
    ClusterRun run =
        ClusterPipeline.of(Catalogue.steps(millisPerFile))
            .pullFrom(FileShares.of(paths.size()))
            .writeTo(Sinks.map(ClusterMaps.FACTS, FileFacts::path, facts -> facts))
            .guarantee(EXACTLY_ONCE, SNAPSHOT_INTERVAL)
            .submit(hazelcast);
    // end::submit[]
    return new ClusterJob(hazelcast, paths.size(), run);
  }

  /**
   * Waits until it is complete.
   *
   * @param progress is given a line each second
   */
  Totals await(Consumer<String> progress) throws ProblemException, InterruptedException {
    Report report = settled(progress);
    while (Catalogue.settled(report) < files) { // a member was lost during the drain
      if (run.state() == PipelineState.DRAINED) {
        run.resume();
      }
      report = settled(progress);
    }
    return Totals.of(ClusterMaps.facts(hazelcast).values(), Catalogue.unreadable(report));
  }

  /** Drains the run when all files are settled. */
  private Report settled(Consumer<String> progress) throws ProblemException, InterruptedException {
    Report report = run.report();
    while (Catalogue.settled(report) < files) {
      awaitASecond();
      report = run.report();
      progress.accept(words(report));
    }
    try {
      return run.drain(DRAIN_LIMIT);
    } catch (TimeoutException e) {
      throw new ProblemException("the end takes too long: " + e.getMessage(), e);
    }
  }

  private void awaitASecond() throws ProblemException, InterruptedException {
    try {
      Report last = run.completion().toCompletableFuture().get(1, TimeUnit.SECONDS);
      throw new ProblemException(
          last.failure().map(PipelineException::getMessage).orElse("the job was ended"));
    } catch (TimeoutException goesOn) {
      // as it should
    } catch (ExecutionException e) {
      throw new ProblemException("the cluster can't be asked any more: " + e.getCause(), e);
    }
  }

  private String words(Report report) {
    long safe =
        ClusterMaps.safePositions(hazelcast).values().stream().mapToLong(Integer::longValue).sum();
    return "%,d of %,d files, %,d of them unreadable, %,d in a snapshot"
        .formatted(Catalogue.settled(report), files, Catalogue.unreadable(report), safe);
  }
}
