/** A program that builds on a raw ring, without a pipeline. */
@NullMarked
package io.paipa.examples.ring;

import org.jspecify.annotations.NullMarked;
