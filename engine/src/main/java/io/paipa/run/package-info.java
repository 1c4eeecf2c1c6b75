/** A run: wires sources, hops and workers, and carries it from the start to its end. */
@NullMarked
package io.paipa.run;

import org.jspecify.annotations.NullMarked;
