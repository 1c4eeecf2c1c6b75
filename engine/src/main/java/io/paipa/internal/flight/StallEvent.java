package io.paipa.internal.flight;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Timespan;

/** An attempt goes on for long. */
@Name("io.paipa.StepStall")
@Label("Step Stall")
@Description("An attempt goes on for longer than stallAfter")
@Category("Paipa")
@StackTrace(false)
final class StallEvent extends Event {
  @Label("Pipeline")
  String pipeline = "";

  @Label("Step")
  String step = "";

  @Label("Worker")
  @Description("The worker's number; -1 if it is a stage, which no worker holds")
  int worker;

  @Label("Stalled For")
  @Timespan(Timespan.NANOSECONDS)
  long stalledFor;

  static void commit(String pipeline, String step, int worker, long nanos) {
    StallEvent event = new StallEvent();
    if (event.shouldCommit()) {
      event.pipeline = pipeline;
      event.step = step;
      event.worker = worker;
      event.stalledFor = nanos;
      event.commit();
    }
  }
}
