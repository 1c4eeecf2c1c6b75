/** Steps made of functions, and the chunk step. */
@NullMarked
package io.paipa.internal.step;

import org.jspecify.annotations.NullMarked;
