package io.paipa.cluster.examples;

import static io.paipa.FailurePolicy.deadLetter;
import static java.time.Duration.ofMillis;

import io.paipa.Backoff;
import io.paipa.Builder;
import io.paipa.Pipeline;
import io.paipa.Report;
import io.paipa.StepReport;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;

/** The pipeline, the same in one JVM and on a cluster: paths become facts. */
final class Catalogue {
  private Catalogue() {}

  /**
   * Its steps.
   *
   * @param millisPerFile how long each file takes at least
   */
  static Builder<String, FileFacts> steps(long millisPerFile) {
    // tag::steps[]
    return Pipeline.<String>named("catalogue")
        .map(
            "read",
            path -> {
              TimeUnit.MILLISECONDS.sleep(millisPerFile);
              return FileFacts.read(path);
            })
        .workers(4)
        .capacity(8)
        .retrying(2, Backoff.fixed(ofMillis(20)))
        .onFailure(deadLetter(unreadable -> {})); // the report counts them
    // end::steps[]
  }

  /** Catalogues files here, without a cluster. */
  static Totals inThisJvm(List<String> paths) {
    try (Pipeline<String, FileFacts> pipeline = steps(0).build()) {
      pipeline.putIterable(paths);
      try (Stream<FileFacts> results = pipeline.results()) {
        List<FileFacts> catalogue = results.toList();
        return Totals.of(catalogue, unreadable(pipeline.report()));
      }
    }
  }

  /** How many files can't be read. */
  static long unreadable(Report report) {
    return sum(report, StepReport::deadLettered);
  }

  /** Of how many files it is known what became of them. */
  static long settled(Report report) {
    return sum(report, step -> step.done() + step.deadLettered());
  }

  /** A report of a run on a cluster has no steps before a member has told of them. */
  private static long sum(Report report, ToLongFunction<StepReport> count) {
    return report.steps().stream().mapToLong(count).sum();
  }
}
