/** How late a publication may be seen. */
@NullMarked
package io.paipa.stress.delays;

import org.jspecify.annotations.NullMarked;
