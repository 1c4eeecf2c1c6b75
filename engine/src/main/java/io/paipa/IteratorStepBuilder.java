package io.paipa;

import com.google.errorprone.annotations.CheckReturnValue;

/**
 * The steps so far, with the options of the last one, which is an iterator step. It pulls its
 * items, so it has no retries, failure policy, item timeout or order.
 *
 * @param <I> type of the items put in
 * @param <Out> type of the last step's outputs
 */
@CheckReturnValue
public interface IteratorStepBuilder<I, Out>
    extends Builder<I, Out>, StepSettings<IteratorStepBuilder<I, Out>> {}
