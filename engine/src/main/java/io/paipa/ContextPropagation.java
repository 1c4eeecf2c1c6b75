package io.paipa;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Takes what belongs to a thread, such as a trace or the keys of a log, along with each item: from
 * the thread that puts it to the workers that process it. What a step emits for an item has the
 * item's context. So has an item that is put back, or tried again.
 *
 * <p>A pipeline calls it at these places, and by many threads at once:
 *
 * <ul>
 *   <li>{@link #capture} for each item that comes in: in the thread that calls {@code put}, {@code
 *       offer} or {@code submit}, and of a source in the thread that pulls it;
 *   <li>{@link #restore} in a worker, before an attempt at the item and before its dead-letter
 *       consumer; and {@link Scope#close} in the same thread afterwards, always;
 *   <li>{@link #join} where several items become one, as in a chunk.
 * </ul>
 *
 * <p>Of an asynchronous step the function is called in the context; what is done when its stage
 * completes is the stage's own affair. Hooks, key functions, retry predicates, back-offs and
 * acknowledgements have no context. Nor has what a step keeps without {@link StepContext#keep}, nor
 * what another pipeline takes from {@link Pipeline#results}, unless that captures one anew.
 *
 * <p>It decides nothing: an exception that it throws is logged once and otherwise ignored. Then the
 * item goes on without a context; and after a {@code join} with that of the first item. A {@code
 * restore} that throws has to undo what it did. An {@link Error} fails the pipeline, or is thrown
 * to who puts; one that {@code close} throws is only logged. A pipeline with an iterator step can't
 * have contexts, for that can't tell what came of which item.
 */
public interface ContextPropagation {
  /**
   * The context of the calling thread. It is kept until everything that came of the item is dealt
   * with, and used by several threads.
   *
   * @return the context; null if there is none, and then nothing is carried along
   */
  @Nullable Object capture();

  /**
   * Gives the calling thread a context.
   *
   * @param context what was captured or joined
   * @return takes it away again, and gives back what the thread had before; never null
   */
  Scope restore(Object context);

  /**
   * The context of what came of several items. By default that of the first.
   *
   * @param contexts those of the items that have one, at least two, in the items' order
   * @return a context, never null
   */
  default Object join(List<Object> contexts) {
    return contexts.get(0);
  }

  /** A context that a thread has been given. */
  @FunctionalInterface
  interface Scope extends AutoCloseable {
    /** Takes the context away again. Called once, by the thread that was given it. */
    @Override
    void close();
  }
}
