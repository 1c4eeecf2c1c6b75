/** Where the time goes: of workers, of items, and in rings. Knows nothing of what it measures. */
@NullMarked
package io.paipa.internal.measure;

import org.jspecify.annotations.NullMarked;
