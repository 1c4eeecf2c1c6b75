/** The promises of the worker pool on a raw ring. */
@NullMarked
package io.paipa.ring;

import org.jspecify.annotations.NullMarked;
