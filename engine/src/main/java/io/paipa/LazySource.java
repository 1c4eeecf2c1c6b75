package io.paipa;

import java.util.Iterator;
import java.util.Objects;

/**
 * A source for {@link Pipeline#putSource} that is made anew when it fails, such as one that reads
 * from a server that may be away for a while. Immutable; one may be handed to several pipelines,
 * which make sources of their own by it.
 *
 * @param <T> type of the items
 */
public final class LazySource<T> {
  private final int maxRestarts;
  private final Backoff backoff;
  private final Opening<? extends T> opening;

  private LazySource(int maxRestarts, Backoff backoff, Opening<? extends T> opening) {
    this.maxRestarts = maxRestarts;
    this.backoff = backoff;
    this.opening = opening;
  }

  /**
   * Makes a source, the first time and after each failure. Called by the source thread alone.
   *
   * @param <T> type of the items
   */
  @FunctionalInterface
  public interface Opening<T> {
    /**
     * Makes an iterator over the items behind those that were given before.
     *
     * @param given how many items the source has given until now, 0 at first. These are in the
     *     pipeline, and don't come again unless the iterator gives them again
     * @return the iterator, never null; closed when it has failed or is not needed any more, if it
     *     is {@link AutoCloseable}
     * @throws Exception if it can't be made now: that is a failure of the source, too
     */
    Iterator<? extends T> open(long given) throws Exception;
  }

  /**
   * A source that is made anew when it throws: in {@code open}, {@code hasNext} or {@code next}.
   * What it gave before stays given. The iterator that has failed is closed, the back-off is waited
   * for, and another one is asked for, which goes on behind the items that were given.
   *
   * <p>The limit is for failures in a row: an item that is given ends the row. So a source that
   * fails once a day may do so for years, and one that gives nothing for {@code maxRestarts}
   * restarts fails the pipeline, with its last exception. The earlier ones of the row, the last
   * eight of them, are suppressed in that. Each restart is logged, at level {@code WARNING} of
   * {@code io.paipa}, and {@linkplain SourceReport#restarts counted}.
   *
   * <p>Not made anew, but a failure of the pipeline at once: an {@link Error}, an iterator or item
   * that is null, and a back-off that throws. Another pipeline's results that were {@linkplain
   * CutShortException cut short} count as they do without restarts.
   *
   * <p>A drain, an abort and a failure of the pipeline end the wait at once, and nothing is made
   * anew then. {@code finish}, {@code stop} and {@code close} pull a source to its end, its
   * restarts included. An interrupt by others changes nothing.
   *
   * @param maxRestarts how many restarts in a row, not negative
   * @param backoff how long to wait before each; the first restart of a row has the number 1. The
   *     source thread waits, by the pipeline's clock; zero or negative means at once
   * @param from makes the source
   * @param <T> type of the items
   * @return the source
   * @throws IllegalArgumentException if the number is negative
   */
  public static <T> LazySource<T> restarting(
      int maxRestarts, Backoff backoff, Opening<? extends T> from) {
    if (maxRestarts < 0) {
      throw new IllegalArgumentException(
          "maxRestarts: " + maxRestarts + " is not a number of restarts; 0 or more");
    }
    Objects.requireNonNull(backoff, "backoff: null; Backoff.none() restarts at once");
    Objects.requireNonNull(from, "from: null makes no source");
    return new LazySource<>(maxRestarts, backoff, from);
  }

  /**
   * How many restarts in a row there may be.
   *
   * @return the number
   */
  public int maxRestarts() {
    return maxRestarts;
  }

  /**
   * How long to wait before each restart.
   *
   * @return the back-off
   */
  public Backoff backoff() {
    return backoff;
  }

  /**
   * What makes the source.
   *
   * @return the function
   */
  public Opening<? extends T> opening() {
    return opening;
  }
}
