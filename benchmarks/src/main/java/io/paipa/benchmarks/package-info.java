/** What the engine costs, as a ratio to what would be written without it. */
@NullMarked
package io.paipa.benchmarks;

import org.jspecify.annotations.NullMarked;
