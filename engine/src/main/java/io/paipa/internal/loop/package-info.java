/**
 * How workers wait for work, and how they are woken for it. Knows nothing of steps or pipelines.
 */
@NullMarked
package io.paipa.internal.loop;

import org.jspecify.annotations.NullMarked;
