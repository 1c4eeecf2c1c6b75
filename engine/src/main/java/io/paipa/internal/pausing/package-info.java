/** A function over a source, whose threads end while nobody pulls, and come back. */
@NullMarked
package io.paipa.internal.pausing;

import org.jspecify.annotations.NullMarked;
