/**
 * The loop of every worker, of a step as of a pool on a user's ring: how workers come to work, wait
 * for it, and are woken for it. Knows nothing of steps, rings or pipelines.
 */
@NullMarked
package io.paipa.internal.loop;

import org.jspecify.annotations.NullMarked;
