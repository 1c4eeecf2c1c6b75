package io.paipa;

import com.google.errorprone.annotations.CheckReturnValue;
import java.time.Duration;
import java.util.function.UnaryOperator;

/**
 * The options that every kind of step has. What has them is immutable: each method returns a
 * changed copy. Of an option that is set twice, the last counts. What is not set comes from the
 * builder's {@linkplain Builder#defaults defaults}, then from the defaults stated here.
 *
 * <p>Every argument has to be given (null is refused with {@link NullPointerException}).
 *
 * @param <S> what has the options: a builder, or {@link StepOptions}
 */
@CheckReturnValue
public interface StepSettings<S> {
  /**
   * Sets an option. All other methods call this one. It is for code that handles any option, and
   * can't check that a function in the value takes the step's items.
   *
   * @param option the option
   * @param value its value
   * @param <V> type of the value
   * @return the same, with the option
   * @throws IllegalArgumentException if the value is out of its range, or if this kind of step
   *     can't have the option
   */
  <V> S set(StepOption<V> option, V value);

  /**
   * Sets all the options that are set there.
   *
   * @param options the options
   * @return the same, with these options
   * @throws IllegalArgumentException if this kind of step can't have one of them; the message names
   *     pipeline, step and option
   */
  S with(StepOptions options);

  /**
   * Has a function set options: a reusable set that knows the type of the items, {@code
   * .with(Common::careful)}.
   *
   * @param options sets options, and does nothing else
   * @return what the function gave
   * @throws IllegalArgumentException if the function did something else, such as adding a step
   */
  S with(UnaryOperator<S> options);

  /**
   * How many workers the step has. The default is 1.
   *
   * @param count from 1 to 65,536
   * @return the same, with the option
   * @throws IllegalArgumentException if the count is less than 1, or more than 65,536
   */
  default S workers(int count) {
    return set(StepOption.WORKERS, count);
  }

  /**
   * The size of the ring in front of the step; also how many items it keeps for retries, and the
   * window of an ordered step. The default is 1,024.
   *
   * <p>A step that retries with a back-off, or is ordered, works on at most so many items at once:
   * give it at least as many slots as workers.
   *
   * @param slots a power of two, from 2 to 2^24
   * @return the same, with the option
   * @throws IllegalArgumentException if it is no power of two, less than 2, or more than 2^24
   */
  default S capacity(int slots) {
    return set(StepOption.CAPACITY, slots);
  }

  /**
   * How many items a worker may take before it begins them. The default is 1: then items are begun
   * in the order of the ring, and as many in a row as there are workers may wait for each other.
   *
   * <p>More is for machines with many cores and cheap items: the document {@code benchmarks.md} has
   * a model that says how cheap. All workers of a step share a word that each changes when it takes
   * something; so they change it less often. The price: an item may wait behind a slow one in its
   * worker's hand although others are idle. And items that wait for each other may wait for ever. A
   * single worker takes no notice of this option, nor does an asynchronous step, nor one with a
   * {@linkplain ItemSettings#rate rate}.
   *
   * @param items at least 1; no more than 256 are taken at once, nor more than there are slots
   * @return the same, with the option
   * @throws IllegalArgumentException if it is less than 1
   */
  default S claimAhead(int items) {
    return set(StepOption.CLAIM_AHEAD, items);
  }

  /**
   * How the step's workers wait for items, and its producers for room. The default is {@link
   * Waiting#parking}.
   *
   * @param waiting the strategy
   * @return the same, with the option
   */
  default S waiting(Waiting waiting) {
    return set(StepOption.WAITING, waiting);
  }

  /**
   * The step's workers are virtual threads: for many workers that block. Needs a JDK of 21 or
   * newer, else {@link Builder#build} throws. Excludes {@link Builder#threadFactory}, {@link
   * Waiting#busySpin} and {@link Waiting#yielding}. Virtual threads are always daemon threads;
   * unless the pipeline is one, a platform thread keeps the JVM until it has ended. The default is
   * platform threads.
   *
   * @return the same, with the option
   */
  default S virtualThreads() {
    return set(StepOption.VIRTUAL_THREADS, true);
  }

  /**
   * After how long a worker that is in the step's code and gets nothing done is worth a warning.
   * The warning names the worker and where it is; another follows when it goes on. Goes to the
   * {@link System.Logger} named {@code io.paipa}. The default is 30 seconds.
   *
   * @param limit positive
   * @return the same, with the option
   * @throws IllegalArgumentException if it is zero or negative
   */
  default S stallAfter(Duration limit) {
    return set(StepOption.STALL_AFTER, limit);
  }
}
