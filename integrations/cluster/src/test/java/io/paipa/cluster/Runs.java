package io.paipa.cluster;

import io.paipa.Report;
import java.util.concurrent.TimeUnit;

/** Ends of runs. */
final class Runs {
  private static final long LIMIT_SECONDS = 50;

  private Runs() {}

  static Report end(ClusterRun run) throws Exception {
    return run.completion().toCompletableFuture().get(LIMIT_SECONDS, TimeUnit.SECONDS);
  }
}
