package io.paipa.examples.catalog;

import static io.paipa.FailurePolicy.deadLetter;

import io.paipa.Builder;
import io.paipa.Pipeline;
import io.paipa.Report;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;

/**
 * Catalogues folders into a database: the pipeline, and what has to be opened and closed for it.
 */
final class CatalogJob {
  /** How many paths may wait for the hashing: so many more files are read after a Ctrl-C. */
  private static final int READ_AHEAD = 64;

  private final Database database;
  private final List<Path> roots;
  private final Tally tally = new Tally();

  /**
   * What became of a job.
   *
   * @param interrupted whether the user ended it before everything was seen
   * @param tally what was catalogued
   * @param gone how many files left the catalogue, because they are no more
   * @param report the pipeline's ledger
   */
  record Outcome(boolean interrupted, Tally tally, int gone, Report report) {}

  CatalogJob(Database database, List<Path> roots) {
    this.database = database;
    this.roots = roots;
  }

  /** The catalogue as a pipeline of paths. */
  static Builder<Path, Integer> pipeline(
      Database database, Run run, FailedFiles failed, Tally tally) {
    return Pipeline.<Path>named("catalog")
        .map("hash", FileFacts::read)
        .workers(4)
        .capacity(READ_AHEAD)
        .onFailure(deadLetter(failed::take))
        .chunk("batch", 500, Duration.ofMillis(200))
        .step("store", () -> new StoreFacts(database, run, tally));
  }

  /**
   * Runs the job, to its end or until the user has had enough.
   *
   * @param out for the progress
   */
  Outcome run(PrintStream out) throws SQLException, InterruptedException {
    Run run = Run.begin(database, roots);
    GracefulStop stop = GracefulStop.install(() -> out.println("stopped: " + tally));
    Report report;
    try (stop;
        Progress progress = Progress.of(tally, out);
        FailedFiles failed = FailedFiles.open(database, run, tally);
        Pipeline<Path, Integer> pipeline =
            pipeline(database, run, failed, tally)
                .reporter(progress, progress.interval())
                .build()) {
      for (Path root : roots) {
        pipeline.putIterator(walk(root, failed));
      }
      stop.run(pipeline);
      report = pipeline.report();
    }
    int gone = stop.requested() ? 0 : run.complete();
    return new Outcome(stop.requested(), tally, gone, report);
  }

  private FileWalk walk(Path root, FailedFiles failed) {
    try {
      return new FileWalk(root, database.files(), failed::add);
    } catch (IOException e) {
      throw new CatalogException("can't list the folder " + root + ": " + Reason.of(e), e);
    }
  }
}
