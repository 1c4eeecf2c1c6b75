/** How workers are woken. */
@NullMarked
package io.paipa.internal.loop;

import org.jspecify.annotations.NullMarked;
