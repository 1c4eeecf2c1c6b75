package io.paipa;

import java.util.Optional;
import java.util.OptionalInt;

/**
 * What keeps a pipeline from being faster, as far as its own measurements tell: over the whole run,
 * or until now.
 *
 * @param kind what it is
 * @param stepName the step that it is about; empty if it is about none
 * @param workers how many workers the step should have, if more would help
 * @param words the same for people, with the figures behind it: one sentence
 */
public record Bottleneck(Kind kind, Optional<String> stepName, OptionalInt workers, String words) {
  /** What can keep a pipeline from being faster. */
  public enum Kind {
    /** A step has too few workers. */
    WORKERS,
    /** The processors of the machine are busy: more workers would only share them. */
    PROCESSORS,
    /**
     * The workers of a step wait for a lock, or a pool, that they share: more workers would, too.
     */
    LOCK,
    /** The items of a step wait for earlier ones of their key: more workers can't take them. */
    KEYS,
    /** An asynchronous step has as many stages open as it may. */
    STAGES,
    /** The ring in front of a step holds so little that its workers wait, as those before it do. */
    CAPACITY,
    /** The items of a step wait for a further attempt. */
    RETRIES,
    /** The {@linkplain ItemSettings#rate(RateLimiter) rate} of a step lets no more items begin. */
    RATE,
    /** What gives the items is slower than all steps. */
    SOURCE,
    /** What takes the results is slower than all steps. */
    RESULTS
  }

  /** The words. */
  @Override
  public String toString() {
    return words;
  }
}
