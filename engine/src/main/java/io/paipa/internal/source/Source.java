package io.paipa.internal.source;

import io.paipa.LazySource;
import io.paipa.internal.platform.Handover;
import io.paipa.internal.worker.Run;
import java.util.Collection;
import java.util.Iterator;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.concurrent.BlockingQueue;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A lazy source. Opened, pulled and closed by one thread.
 *
 * @param given what the user handed over; closed at the end, if it can be
 * @param items opens the iterator over its items
 * @param mayReadAhead whether several items may be pulled before the first is published
 * @param tally what it gave
 */
public record Source(Object given, Opening items, boolean mayReadAhead, SourceTally tally) {
  private static final Pattern VIEW_OR_LAZY =
      Pattern.compile("java\\.util\\.(Collections\\$|Abstract|ReverseOrder|\\w+\\$(Stable|Lazy))");

  /** Opens an iterator. */
  @FunctionalInterface
  public interface Opening {
    /**
     * Opens it.
     *
     * @param run the run that it is pulled for
     * @param isOver says after an interrupt whether nothing more is wanted
     * @return the iterator
     */
    Iterator<?> open(Run run, BooleanSupplier isOver);
  }

  /**
   * A source of the elements of an iterable.
   *
   * @param items the iterable
   * @return the source
   */
  public static Source of(Iterable<?> items) {
    return new Source(
        items, (run, isOver) -> items.iterator(), mayReadAhead(items), new SourceTally("iterable"));
  }

  /**
   * A source of what an iterator gives. Results that are handed over belong to it from now on.
   *
   * @param items the iterator
   * @return the source
   * @throws IllegalStateException if they are results that were used up before
   */
  public static Source of(Iterator<?> items) {
    Iterator<?> rest = items instanceof Handover<?> results ? results.handOver() : items;
    return new Source(rest, (run, isOver) -> rest, false, new SourceTally("iterator"));
  }

  /**
   * A source of the elements of a stream, which nobody else can use from now on.
   *
   * @param items the stream
   * @return the source
   * @throws IllegalStateException if the stream was used before; it is as it was then
   */
  public static Source of(Stream<?> items) {
    Spliterator<?> elements;
    try {
      // The first call refuses a stream that was used, before the second would change it.
      elements = items.onClose(() -> {}).sequential().spliterator();
    } catch (IllegalStateException e) {
      throw new IllegalStateException(
          "this stream was used or closed before, and has nothing left to give; make a new one", e);
    }
    return new Source(
        items, (run, isOver) -> Spliterators.iterator(elements), false, new SourceTally("stream"));
  }

  /**
   * A source of what is in a queue, up to a marker.
   *
   * @param queue the queue
   * @param endMarker says of an item whether it is the marker
   * @param <I> type of the items
   * @return the source
   */
  public static <I> Source of(BlockingQueue<? extends I> queue, Predicate<? super I> endMarker) {
    return new Source(
        new Object(),
        (run, isOver) -> new MarkedQueue<>(queue, endMarker, isOver),
        false,
        new SourceTally("queue"));
  }

  /**
   * A source that is made anew when it fails.
   *
   * @param source makes it
   * @return the source
   */
  public static Source of(LazySource<?> source) {
    SourceTally tally = new SourceTally("restarting");
    return new Source(
        source, (run, isOver) -> new RestartingItems(source, tally, run, isOver), false, tally);
  }

  /**
   * Whether reading ahead can't be noticed. It is a collection of the JDK that holds its elements:
   * no view of another, nor one that makes them when they are asked for.
   */
  static boolean mayReadAhead(Iterable<?> items) {
    Class<?> type = items.getClass();
    return items instanceof Collection<?>
        && type.getPackageName().equals("java.util")
        && !VIEW_OR_LAZY.matcher(type.getName()).lookingAt();
  }

  /** Takes from a queue until the marker comes; an interrupt alone means nothing. */
  private static final class MarkedQueue<I> implements Iterator<I> {
    private final BlockingQueue<? extends I> queue;
    private final Predicate<? super I> endMarker;
    private final BooleanSupplier isOver;
    private @org.jspecify.annotations.Nullable I next;
    private boolean ended;

    MarkedQueue(
        BlockingQueue<? extends I> queue, Predicate<? super I> endMarker, BooleanSupplier isOver) {
      this.queue = queue;
      this.endMarker = endMarker;
      this.isOver = isOver;
    }

    @Override
    public boolean hasNext() {
      while (next == null && !ended) {
        try {
          I taken = queue.take();
          ended = endMarker.test(taken);
          next = ended ? null : taken;
        } catch (InterruptedException e) {
          ended = isOver.getAsBoolean();
        }
      }
      return next != null;
    }

    @Override
    public I next() {
      I item = hasNext() ? next : null;
      if (item == null) {
        throw new java.util.NoSuchElementException();
      }
      next = null;
      return item;
    }
  }
}
