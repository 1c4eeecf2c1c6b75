/**
 * A model of one step on more cores than there are at hand: what taking an item costs, as measured
 * here, and a simulation of the workers that share the items. Knows nothing of JMH's results.
 */
@NullMarked
package io.paipa.benchmarks.model;

import org.jspecify.annotations.NullMarked;
