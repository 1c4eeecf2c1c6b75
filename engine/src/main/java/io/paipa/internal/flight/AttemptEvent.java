package io.paipa.internal.flight;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Enabled;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Threshold;
import org.jspecify.annotations.Nullable;

/**
 * An attempt at an item, if it took long. Off unless it is turned on: each attempt costs more while
 * it is on, and a recording of something else is not to change what it sees.
 */
@Name("io.paipa.Attempt")
@Label("Attempt")
@Description("An attempt at an item, or the stage of an asynchronous step, that took long")
@Category("Paipa")
@StackTrace(false)
@Enabled(false)
@Threshold("20 ms")
final class AttemptEvent extends Event {
  @Label("Pipeline")
  String pipeline = "";

  @Label("Step")
  String step = "";

  @Label("Worker")
  int worker;

  @Label("Attempt")
  @Description("1 for the first attempt at the item")
  int attempt;

  @Label("Failure")
  @Description("The class of what it threw, if it failed")
  @Nullable Class<?> failure;

  static boolean isRecorded() {
    return new AttemptEvent().isEnabled();
  }
}
