/**
 * Running a pipeline on a clock that a test moves. For the test kit of this project alone, and free
 * to change.
 */
@NullMarked
package io.paipa.testing;

import org.jspecify.annotations.NullMarked;
