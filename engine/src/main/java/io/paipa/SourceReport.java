package io.paipa;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** What was pulled from a source. A snapshot; exact once the pipeline has ended. */
public interface SourceReport {
  /**
   * The source's name: what it is, and its place in the order in which sources were handed over,
   * such as {@code iterator-1}.
   *
   * @return the name
   */
  String name();

  /**
   * How many items it gave.
   *
   * @return the count
   */
  long pulled();

  /**
   * How often it was made anew, as {@link LazySource#restarting} says.
   *
   * @return the count, in all; 0 for other sources
   */
  long restarts();

  /**
   * Whether it was pulled to its end. A queue without an end marker has ended when it is polled no
   * more because of {@link Pipeline#finish}, {@link Pipeline#stop} or {@link Pipeline#close}, and
   * nothing was left in it.
   *
   * @return false if it was cut, has failed, or goes on
   */
  boolean ended();

  /**
   * How many items were left in it. Known of a queue without an end marker, when it is polled no
   * more: what a drain left there, or what the queue would not give.
   *
   * @return the count; 0 for other sources, and while it is polled
   */
  long left();

  /**
   * How many of its deliveries were acknowledged, and with which outcome.
   *
   * @return the counts of those that occurred; empty if the source is not {@linkplain
   *     Pipeline#putAcknowledged acknowledged}
   */
  Map<Settlement, Long> settled();

  /**
   * How many of its deliveries are not acknowledged. At the end of the pipeline these are
   * deliveries of a source that was stuck, and never told.
   *
   * @return the count; 0 if the source is not acknowledged
   */
  long open();

  /**
   * How long ago the oldest of its open deliveries was made.
   *
   * @return the time; empty if none is open
   */
  Optional<Duration> oldestOpen();

  /**
   * The step that something of the oldest open delivery has come to last.
   *
   * @return the step's name; empty if none is open, or it has come to none yet
   */
  Optional<String> oldestOpenStep();
}
