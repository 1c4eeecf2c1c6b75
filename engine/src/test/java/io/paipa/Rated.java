package io.paipa;

/** Waits, with a deadline, until the workers of a step have begun all that its rate lets begin. */
final class Rated {
  private Rated() {}

  /** They wait for permits alone. */
  static void awaitHeld(Pipeline<?, ?> pipeline, int step) {
    Threads.await(
        () ->
            pipeline.report().steps().get(step).workerActivities().stream()
                .allMatch(activity -> activity == WorkerActivity.HELD));
  }

  /** They wait for permits, or for something to do. */
  static void awaitHeldOrWaiting(Pipeline<?, ?> pipeline) {
    Threads.await(
        () ->
            pipeline.report().steps().get(0).workerActivities().stream()
                .allMatch(
                    activity ->
                        activity == WorkerActivity.HELD || activity == WorkerActivity.WAITING));
  }

  static void putAll(Pipeline<Integer, ?> pipeline, int count) throws InterruptedException {
    for (int i = 0; i < count; i++) {
      pipeline.put(i);
    }
  }
}
