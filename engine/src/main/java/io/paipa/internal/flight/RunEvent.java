package io.paipa.internal.flight;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Timespan;

/** A run has ended. */
@Name("io.paipa.Run")
@Label("Pipeline Run")
@Description("A pipeline has ended")
@Category("Paipa")
@StackTrace(false)
final class RunEvent extends Event {
  @Label("Pipeline")
  String pipeline = "";

  @Label("State")
  @Description("How it ended: COMPLETED, DRAINED, ABORTED or FAILED")
  String state = "";

  @Label("Elapsed")
  @Description("How long it ran")
  @Timespan(Timespan.NANOSECONDS)
  long elapsed;

  @Label("Accepted")
  @Description("How many items it took in")
  long accepted;

  @Label("Exit Code")
  @Description("0 all was done, 1 failed, 2 items were abandoned, 3 a source was cut")
  int exitCode;

  static void commit(String pipeline, String state, long nanos, long accepted, int exitCode) {
    RunEvent event = new RunEvent();
    if (event.shouldCommit()) {
      event.pipeline = pipeline;
      event.state = state;
      event.elapsed = nanos;
      event.accepted = accepted;
      event.exitCode = exitCode;
      event.commit();
    }
  }
}
