package io.paipa.flow;

import java.util.List;

/** Threads of a pipeline, of whatever kind: each is named after it. */
final class Leftovers {
  private Leftovers() {}

  /** Waits until there are none. */
  static void awaitNone(String pipelineName) {
    Awaiting.await(() -> threads(pipelineName).isEmpty());
  }

  static List<Thread> threads(String pipelineName) {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith(pipelineName + "-"))
        .toList();
  }
}
