/** Pools of workers on raw rings, drawn from a seed, and what must be true of them. */
@NullMarked
package io.paipa.stress.pools;

import org.jspecify.annotations.NullMarked;
