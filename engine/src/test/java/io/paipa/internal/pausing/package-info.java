/** Results that pause while nobody pulls. */
@NullMarked
package io.paipa.internal.pausing;

import org.jspecify.annotations.NullMarked;
