/**
 * Co-routine pipelines: steps that map iterators to iterators, pulled one item at a time by a
 * single thread.
 *
 * <p>{@link io.paipa.coroutine.Recipe} says how to compose and apply them, {@link
 * io.paipa.coroutine.RuntimeDebugger} measures what each step costs.
 */
@NullMarked
package io.paipa.coroutine;

import org.jspecify.annotations.NullMarked;
