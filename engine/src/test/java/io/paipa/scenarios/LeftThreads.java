package io.paipa.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;

/** Finds a pipeline's threads, and checks that one that has ended left none behind. */
final class LeftThreads {
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private LeftThreads() {}

  /** A thread that lets its pipeline's users go on is given a moment to end itself. */
  static void assertNone(String pipelineName) throws InterruptedException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    for (Thread thread : ofPipeline(pipelineName)) {
      long millis = Duration.ofNanos(deadline - System.nanoTime()).toMillis();
      // join(0) would wait for ever.
      thread.join(Math.max(1, millis));
    }
    assertThat(ofPipeline(pipelineName)).as("threads of %s", pipelineName).isEmpty();
  }

  static List<Thread> ofPipeline(String pipelineName) {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith(pipelineName))
        .toList();
  }
}
