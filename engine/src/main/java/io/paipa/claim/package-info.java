/**
 * How several workers share one ring: claiming published slots, and waiting for slots and for room.
 * Knows nothing of steps or pipelines.
 */
@NullMarked
package io.paipa.claim;

import org.jspecify.annotations.NullMarked;
