/** The page over real HTTP, and in a real browser where there is one. */
@NullMarked
package io.paipa.live;

import org.jspecify.annotations.NullMarked;
