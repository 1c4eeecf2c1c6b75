package io.paipa.internal.flight;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/** An item has failed for good. */
@Name("io.paipa.FailedItem")
@Label("Failed Item")
@Description("The last attempt at an item has failed")
@Category("Paipa")
@StackTrace(false)
final class FailedItemEvent extends Event {
  @Label("Pipeline")
  String pipeline = "";

  @Label("Step")
  String step = "";

  @Label("Worker")
  int worker;

  @Label("Attempts")
  int attempts;

  @Label("Outcome")
  @Description("What became of the item: SKIPPED, DEAD_LETTERED or FAILED")
  String outcome = "";

  @Label("Failure")
  @Description("The class of what the last attempt threw")
  Class<?> failure = Throwable.class;

  static void commit(
      String pipeline, String step, int worker, int attempts, String outcome, Throwable failure) {
    FailedItemEvent event = new FailedItemEvent();
    if (event.shouldCommit()) {
      event.pipeline = pipeline;
      event.step = step;
      event.worker = worker;
      event.attempts = attempts;
      event.outcome = outcome;
      event.failure = failure.getClass();
      event.commit();
    }
  }
}
