/** How workers claim. */
@NullMarked
package io.paipa.claim;

import org.jspecify.annotations.NullMarked;
