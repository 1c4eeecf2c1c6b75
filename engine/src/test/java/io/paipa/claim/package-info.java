/** The promises of the worker pool on a raw ring. */
@NullMarked
package io.paipa.claim;

import org.jspecify.annotations.NullMarked;
