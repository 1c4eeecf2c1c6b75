/** What becomes of a run at its end. */
@NullMarked
package io.paipa.internal.life;

import org.jspecify.annotations.NullMarked;
