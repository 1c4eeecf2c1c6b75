package io.paipa;

/**
 * An item whose delivery a step keeps open beyond {@link Step#process}, such as one that waits in a
 * batch of the step's own. Without that, a delivery is settled when {@code process} has returned
 * and what it emitted is dealt with. Made by {@link StepContext#keep}; used in the thread of its
 * worker alone.
 *
 * <pre>{@code
 * private Kept batch = Kept.none();
 *
 * public void process(Order order, Emitter<List<Order>> out) {
 *   orders.add(order);
 *   batch = batch.join(context.keep());
 * }
 *
 * public void onFlush(Emitter<List<Order>> out) {
 *   batch.emit(out, List.copyOf(orders)); // belongs to all these orders
 *   batch.release();
 *   batch = Kept.none();
 *   orders.clear();
 * }
 * }</pre>
 *
 * <p>Where attempts are whole, what an attempt emits goes out when it has succeeded. If it fails
 * that has emitted and released what is kept, these items are {@link Settlement#ABANDONED}.
 *
 * <p>What a step keeps it has to release by its last {@link Step#onFlush}; else the pipeline fails.
 */
public interface Kept {
  /**
   * Keeps nothing. What {@link StepContext#keep} gives for items that nobody waits for.
   *
   * @return always the same
   */
  static Kept none() {
    return NothingKept.INSTANCE;
  }

  /**
   * Emits an output that came of what is kept: only when that is dealt with, too, is the delivery
   * settled. What a hook emits by its emitter alone belongs to no delivery.
   *
   * @param out the emitter of the current call
   * @param output the output, never null
   * @param <O> type of the output
   */
  <O> void emit(Emitter<? super O> out, O output);

  /**
   * Keeps another item together with this one: what is emitted belongs to both, and both are
   * released at once. The other must not be used from then on.
   *
   * @param other what else is kept
   * @return what keeps both, in place of this
   */
  Kept join(Kept other);

  /** The step is done with what is kept. Does nothing the second time. */
  void release();
}
