/**
 * The life of a run: from its start to its end, its threads, its failures, and who waits for it.
 */
@NullMarked
package io.paipa.internal.life;

import org.jspecify.annotations.NullMarked;
