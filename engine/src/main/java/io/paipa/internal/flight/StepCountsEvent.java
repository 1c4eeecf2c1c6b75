package io.paipa.internal.flight;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.FlightRecorder;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.Period;
import jdk.jfr.StackTrace;

/** What a step has done so far, again and again. */
@Name("io.paipa.StepCounts")
@Label("Step Counts")
@Description("What a step has done since its start, and has to do")
@Category("Paipa")
@StackTrace(false)
@Period("1 s")
public final class StepCountsEvent extends Event {
  @Label("Pipeline")
  String pipeline = "";

  @Label("Step")
  String step = "";

  @Label("Received")
  long received;

  @Label("Done")
  long done;

  @Label("Skipped")
  long skipped;

  @Label("Dead Lettered")
  long deadLettered;

  @Label("Failed")
  long failed;

  @Label("Retried")
  long retried;

  @Label("Queued")
  @Description("Items that wait in the ring")
  long queued;

  @Label("In Hand")
  @Description("Items taken from the ring and not finished")
  long inHand;

  @Label("Workers")
  int workers;

  @Label("Busy Workers")
  int busyWorkers;

  private StepCountsEvent() {}

  /**
   * Calls something whenever the counts are to be recorded.
   *
   * @param hook is to {@link #commit} the counts of all steps
   */
  public static void whenDue(Runnable hook) {
    FlightRecorder.addPeriodicEvent(StepCountsEvent.class, hook);
  }

  /**
   * The same is to be called no more.
   *
   * @param hook what was to be called
   */
  public static void neverMore(Runnable hook) {
    FlightRecorder.removePeriodicEvent(hook);
  }

  /** The counts of a step, at one moment. */
  public record Counts(
      long received,
      long done,
      long skipped,
      long deadLettered,
      long failed,
      long retried,
      long queued,
      long inHand,
      int workers,
      int busyWorkers) {}

  /**
   * Records a step's counts.
   *
   * @param pipeline the pipeline
   * @param step the step
   * @param counts the counts
   */
  public static void commit(String pipeline, String step, Counts counts) {
    StepCountsEvent event = new StepCountsEvent();
    event.pipeline = pipeline;
    event.step = step;
    event.received = counts.received;
    event.done = counts.done;
    event.skipped = counts.skipped;
    event.deadLettered = counts.deadLettered;
    event.failed = counts.failed;
    event.retried = counts.retried;
    event.queued = counts.queued;
    event.inHand = counts.inHand;
    event.workers = counts.workers;
    event.busyWorkers = counts.busyWorkers;
    event.commit();
  }
}
