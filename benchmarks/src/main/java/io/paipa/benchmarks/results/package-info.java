/**
 * The commands beside JMH's own: measuring the published set, showing it, and the guard of the hot
 * path. {@link io.paipa.benchmarks.results.Commands} is the door.
 */
@NullMarked
package io.paipa.benchmarks.results;

import org.jspecify.annotations.NullMarked;
