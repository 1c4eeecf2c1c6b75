/** Short forms of the commands. */
@NullMarked
package io.paipa.stress;

import org.jspecify.annotations.NullMarked;
