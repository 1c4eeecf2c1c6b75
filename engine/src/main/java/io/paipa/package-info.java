/**
 * Pipelines of named steps, each staffed by a pool of workers and joined to the next by a bounded
 * ring buffer.
 *
 * <p>{@link io.paipa.Pipeline} says how to build and run one.
 */
@NullMarked
package io.paipa;

import org.jspecify.annotations.NullMarked;
