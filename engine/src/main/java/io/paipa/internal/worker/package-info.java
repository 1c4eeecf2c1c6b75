/** The workers of a step: how they pull items, attempt them, and pass fences. */
@NullMarked
package io.paipa.internal.worker;

import org.jspecify.annotations.NullMarked;
