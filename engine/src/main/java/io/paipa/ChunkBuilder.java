package io.paipa;

import com.google.errorprone.annotations.CheckReturnValue;
import java.time.Duration;
import java.util.List;

/**
 * The steps so far, with the options of the last one, which collects items into lists. Each of its
 * workers collects lists of its own. It has no retries, item timeout or order.
 *
 * <p>A list goes out when one of its limits is reached: its size, its {@linkplain #within time},
 * its {@linkplain #weighing weight}. All lists go out before a meta event and at the end.
 *
 * @param <I> type of the items put in
 * @param <T> type of the items in the lists
 */
@CheckReturnValue
public interface ChunkBuilder<I, T> extends Builder<I, List<T>>, StepSettings<ChunkBuilder<I, T>> {
  /**
   * A list also goes out when a time has passed since its first item came.
   *
   * @param timeout the time, positive
   * @return the same, with the time
   * @throws IllegalArgumentException if it is zero or negative
   */
  ChunkBuilder<I, T> within(Duration timeout);

  /**
   * The items of a list weigh no more than a limit together. A list goes out when it has reached
   * the limit, or when the next item would exceed it; that item begins a new list then. An item
   * that is heavier than the limit goes alone. The default is no limit.
   *
   * <p>An item fails if the function throws, or gives a negative weight. It is in no list then, and
   * the lists are as they were.
   *
   * @param weigher gives the weight of an item
   * @param limit how much a list weighs at most, at least 1
   * @return the same, with the limit
   * @throws IllegalArgumentException if the limit is less than 1
   */
  ChunkBuilder<I, T> weighing(Weigher<? super T> weigher, long limit);

  /**
   * All items of a list have equal keys. Each key has a list of its own, with all limits of its
   * own. When an item with another key comes, and so many lists are open, the oldest goes out: the
   * one whose first item came first. When several go out at once, the oldest is first.
   *
   * <p>So at most {@code openAtMost} lists of {@code size} items are in memory. The step has one
   * worker, since the items of a key have to come to the same one: more are refused, and {@link
   * Builder#defaults} with more workers leave this step out.
   *
   * <p>An item fails if its key is null, or if the function, or the key's {@code equals} or {@code
   * hashCode}, throws. It is in no list then, and the lists are as they were.
   *
   * @param key gives the key of an item; called once for each. Keys must not change
   * @param openAtMost how many lists may be open, at least 1
   * @return the same, with the keys
   * @throws IllegalArgumentException if the number is less than 1, or the step has several workers
   */
  ChunkBuilder<I, T> groupedBy(KeyFunction<? super T> key, int openAtMost);

  /**
   * What becomes of an item whose {@linkplain #weighing weight} or {@linkplain #groupedBy key}
   * can't be found out. It is not retried. Without these no item of this step fails. The default is
   * {@link FailurePolicy#failPipeline}.
   *
   * @param policy the policy
   * @return the same, with the option
   */
  default ChunkBuilder<I, T> onFailure(FailurePolicy<? super T> policy) {
    return set(StepOption.ON_FAILURE, policy);
  }
}
