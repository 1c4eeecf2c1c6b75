/** The parts of a hop, each by itself, under fire from two threads. */
@NullMarked
package io.paipa.hop;

import org.jspecify.annotations.NullMarked;
