/** What the soak is made of, and a short one. */
@NullMarked
package io.paipa.stress.soak;

import org.jspecify.annotations.NullMarked;
