/** A pipeline as it was described and checked, and the rings and stations that are made of it. */
@NullMarked
package io.paipa.internal.assembly;

import org.jspecify.annotations.NullMarked;
