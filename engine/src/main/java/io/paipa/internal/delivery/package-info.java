/** Items that somebody waits to be told of, and what became of them. */
@NullMarked
package io.paipa.internal.delivery;

import org.jspecify.annotations.NullMarked;
