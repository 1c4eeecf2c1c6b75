/**
 * Running a pipeline inside a host that owns the threads at its ends, such as a processor of a
 * distributed engine. For the modules of this project alone, and free to change.
 */
@NullMarked
package io.paipa.embedding;

import org.jspecify.annotations.NullMarked;
