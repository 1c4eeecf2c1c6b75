/** Where items come from: what was put before the start, and lazy sources. */
@NullMarked
package io.paipa.internal.source;

import org.jspecify.annotations.NullMarked;
