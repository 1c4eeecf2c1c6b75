package io.paipa.internal.flight;

import jdk.jfr.FlightRecorder;
import org.jspecify.annotations.Nullable;

/**
 * Whether a flight recorder is at work in this JVM. The recorder says so by a system property, so
 * that it can be asked without loading its classes, which takes a fifth of a second.
 *
 * <p><b>Who writes what.</b> Any thread that {@linkplain #prepare prepares} sets the flags, and
 * none clears them. Threads that see it late miss some events, and nothing else. Events are begun
 * and committed by one thread each, but for an attempt of an asynchronous step. That is handed from
 * the worker that begins it to the one that concludes it, with the stage.
 */
public final class Flight {
  private static final String REPOSITORY = "jdk.jfr.repository";

  private static volatile boolean on;

  /** Somebody records, but the program can't reach the recorder's classes. */
  private static volatile boolean missing;

  private Flight() {}

  /**
   * Whether somebody has begun to record, so that it is time to {@link #prepare}. A recording may
   * begin at any time.
   *
   * @return true until that was done
   */
  public static boolean isToBePrepared() {
    return !on && !missing && System.getProperty(REPOSITORY) != null;
  }

  /**
   * If somebody records, makes that possible. May take a while: the recorder's classes are read.
   */
  public static void prepare() {
    if (isToBePrepared()) {
      on = isThere();
      missing = !on;
    }
  }

  /**
   * Makes the events known, so that none of the first is missed, and no attempt has to wait for
   * that. The program's modules may lack the recorder, although an agent records.
   */
  private static boolean isThere() {
    try {
      FlightRecorder.register(RunEvent.class);
      FlightRecorder.register(AttemptEvent.class);
      FlightRecorder.register(FailedItemEvent.class);
      FlightRecorder.register(StallEvent.class);
      FlightRecorder.register(StepCountsEvent.class);
      return true;
    } catch (LinkageError | RuntimeException e) { // what observes must not end a run
      return false;
    }
  }

  /**
   * Whether events may be of use to somebody.
   *
   * @return false until a recording begins
   */
  public static boolean isOn() {
    return on;
  }

  /**
   * Whether attempts are recorded, which costs each some nanoseconds.
   *
   * @return true if so
   */
  public static boolean recordsAttempts() {
    return on && AttemptEvent.isRecorded();
  }

  /**
   * An attempt begins.
   *
   * @return what is to be told of its end; null if nobody records it
   */
  public static @Nullable AttemptSpan beginAttempt() {
    return recordsAttempts() ? new AttemptSpan() : null;
  }

  /**
   * A run has ended.
   *
   * @param pipeline its name
   * @param state how
   * @param nanos how long it took
   * @param accepted how many items it took in
   * @param exitCode 0 if all was done, else as in the report
   */
  public static void runEnded(
      String pipeline, String state, long nanos, long accepted, int exitCode) {
    if (on) {
      RunEvent.commit(pipeline, state, nanos, accepted, exitCode);
    }
  }

  /**
   * An attempt goes on for long.
   *
   * @param pipeline the pipeline
   * @param step the step
   * @param worker the worker's number; -1 if it is a stage, which no worker holds
   * @param nanos for how long so far
   */
  public static void stalled(String pipeline, String step, int worker, long nanos) {
    if (on) {
      StallEvent.commit(pipeline, step, worker, nanos);
    }
  }

  /**
   * An item has failed for good.
   *
   * @param pipeline the pipeline
   * @param step the step
   * @param worker the worker's number
   * @param attempts how many attempts were made
   * @param outcome what became of it: SKIPPED, DEAD_LETTERED or FAILED
   * @param failure what its last attempt threw
   */
  public static void itemFailed(
      String pipeline, String step, int worker, int attempts, String outcome, Throwable failure) {
    if (on) {
      FailedItemEvent.commit(pipeline, step, worker, attempts, outcome, failure);
    }
  }
}
