package io.paipa;

import com.google.errorprone.annotations.CheckReturnValue;
import java.time.Duration;
import java.util.List;

/**
 * The steps so far, with the options of the last one, which collects items into lists. Each of its
 * workers collects lists of its own. It has no retries, failure policy, item timeout or order.
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
}
