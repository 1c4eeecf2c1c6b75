package io.paipa;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a step has used, without its neighbours: measured by {@link
 * io.paipa.coroutine.RuntimeDebugger}.
 */
public interface StepUsage {
  /**
   * Outputs, those that are collections counted by their elements.
   *
   * @return the count
   */
  long elements();

  /**
   * How long the step itself has run.
   *
   * @return the time, by the wall clock
   */
  Duration ownTime();

  /**
   * Processor time in the program.
   *
   * @return the time; empty if the JVM does not tell
   */
  Optional<Duration> userTime();

  /**
   * Processor time in the system, on behalf of the program.
   *
   * @return the time; empty if the JVM does not tell
   */
  Optional<Duration> systemTime();

  /**
   * Memory that was allocated, whether it is free again or not.
   *
   * @return the number of bytes; empty if the JVM does not tell
   */
  OptionalLong allocatedBytes();

  /**
   * By how much the user's counters went up while the step ran.
   *
   * @return the differences by the counters' names, in the order in which they were added
   */
  Map<String, Long> counters();
}
