/** The parts of a step's worker, each by itself, without a pipeline that runs. */
@NullMarked
package io.paipa.internal.worker;

import org.jspecify.annotations.NullMarked;
