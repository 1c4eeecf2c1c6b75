/** Tests of the model of a step on more cores. */
@NullMarked
package io.paipa.benchmarks.model;

import org.jspecify.annotations.NullMarked;
