package io.paipa;

import com.google.errorprone.annotations.CheckReturnValue;

/**
 * The steps so far, with the options of the last one, which takes one item at a time.
 *
 * @param <I> type of the items put in
 * @param <In> type of the last step's items
 * @param <Out> type of its outputs
 */
@CheckReturnValue
public interface StepBuilder<I, In, Out>
    extends Builder<I, Out>, ItemSettings<In, StepBuilder<I, In, Out>> {}
