package io.paipa;

import java.io.Serializable;
import java.time.Duration;

/** How long to wait before a retry. Implementations are safe to call from any thread. */
@FunctionalInterface
public interface Backoff extends Serializable {
  /**
   * The delay before a retry.
   *
   * @param retry the number of the retry, from 1
   * @return the delay; zero or negative means at once
   */
  Duration delay(int retry);

  /**
   * Retries at once, in the same worker.
   *
   * @return the back-off
   */
  static Backoff none() {
    return Backoffs.NONE;
  }

  /**
   * Waits equally long before each retry.
   *
   * @param delay the delay, not negative
   * @return the back-off
   * @throws IllegalArgumentException if the delay is negative
   */
  static Backoff fixed(Duration delay) {
    return Backoffs.doubling(
        Checks.notNegative(delay, "delay"), Checks.notNegative(delay, "delay"));
  }

  /**
   * Doubles the delay with each retry, up to one minute (or the initial delay, if that is longer).
   *
   * @param initial the delay before the first retry, not negative
   * @return the back-off
   * @throws IllegalArgumentException if the delay is negative
   */
  static Backoff exponential(Duration initial) {
    Checks.notNegative(initial, "initial");
    Duration minute = Duration.ofMinutes(1);
    return exponential(initial, initial.compareTo(minute) > 0 ? initial : minute);
  }

  /**
   * Doubles the delay with each retry, up to a maximum.
   *
   * @param initial the delay before the first retry, not negative
   * @param max the longest delay, at least the initial one
   * @return the back-off
   * @throws IllegalArgumentException if the initial delay is negative or longer than the maximum
   */
  static Backoff exponential(Duration initial, Duration max) {
    Checks.notNegative(initial, "initial");
    Checks.notNegative(max, "max");
    if (initial.compareTo(max) > 0) {
      throw new IllegalArgumentException(
          "max: " + max + " is shorter than the initial delay of " + initial);
    }
    return Backoffs.doubling(initial, max);
  }
}
