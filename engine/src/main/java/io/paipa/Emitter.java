package io.paipa;

/**
 * Takes the outputs of a step.
 *
 * <p>An emitter is usable only inside the hook call that got it, and only in the thread of that
 * call; anywhere else it throws {@link IllegalStateException}.
 *
 * @param <O> type of the outputs
 */
@FunctionalInterface
public interface Emitter<O> {
  /**
   * Hands an output to the next step. Waits while the next step's ring is full.
   *
   * <p>Interrupts do not end the wait, only the pipeline does; a flag set meanwhile is kept.
   *
   * @param item the output, never null
   * @throws NullPointerException if the output is null
   * @throws IllegalStateException if called outside the hook call that got this emitter
   * @throws java.util.concurrent.CancellationException if the pipeline failed or was aborted; user
   *     code must let it through
   */
  void emit(O item);
}
