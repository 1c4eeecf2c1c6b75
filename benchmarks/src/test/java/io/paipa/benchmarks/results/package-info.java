/** Tests of the commands beside JMH's own. */
@NullMarked
package io.paipa.benchmarks.results;

import org.jspecify.annotations.NullMarked;
