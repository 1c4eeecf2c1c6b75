/** The parts of a hop, each by itself, also under fire from two threads. */
@NullMarked
package io.paipa.internal.measure;

import org.jspecify.annotations.NullMarked;
