package io.paipa.examples.catalog;

import static io.paipa.FailurePolicy.deadLetter;

import io.paipa.Builder;
import io.paipa.CutShortException;
import io.paipa.Pipeline;
import io.paipa.Report;
import io.paipa.Waiting;
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

  /** Nobody is in need of a single file at once: so none has to wake the worker that gathers. */
  private static final Waiting LOOKING_NOW_AND_THEN =
      Waiting.backoff(0, 0, Duration.ofMillis(1), Duration.ofMillis(10));

  private static final Duration WORK_OFF = Duration.ofSeconds(20);

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
        .step("hash", ReadFacts::new)
        .workers(4)
        .capacity(READ_AHEAD)
        .onFailure(deadLetter(failed::take))
        .chunk("batch", 500, Duration.ofMillis(200))
        .waiting(LOOKING_NOW_AND_THEN)
        .step("store", () -> new StoreFacts(database, run, tally));
  }

  /**
   * Runs the job, to its end or until the JVM is told to end, by Ctrl-C or SIGTERM.
   *
   * @param out for the progress
   */
  Outcome run(PrintStream out) throws SQLException, InterruptedException {
    Run run = Run.begin(database, roots);
    try {
      Report report = catalogue(run, out);
      return new Outcome(false, tally, run.complete(), report);
    } catch (CutShortException e) { // what was not looked for may still be there
      out.println("stopped: " + tally);
      return new Outcome(true, tally, 0, e.report());
    }
  }

  private Report catalogue(Run run, PrintStream out) throws SQLException, InterruptedException {
    try (Progress progress = Progress.of(tally, out);
        FailedFiles failed = FailedFiles.open(database, run, tally);
        Pipeline<Path, Integer> pipeline =
            pipeline(database, run, failed, tally)
                .reporter(progress, progress.interval())
                .drainAtShutdown(WORK_OFF)
                .build()) {
      for (Path root : roots) {
        pipeline.putIterator(walk(root, failed));
      }
      return pipeline.run();
    }
  }

  private FileWalk walk(Path root, FailedFiles failed) {
    try {
      return new FileWalk(root, database.files(), failed::add);
    } catch (IOException e) {
      throw new CatalogException("can't list the folder " + root + ": " + Reason.of(e), e);
    }
  }
}
