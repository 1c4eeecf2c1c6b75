package io.paipa.internal.source;

import org.jspecify.annotations.Nullable;

/**
 * The oldest delivery of a source that is not acknowledged.
 *
 * @param item its item
 * @param sinceNanos when it was made, on the pipeline's clock
 * @param stepName the step that something of it has come to last; null if to none
 */
public record OldestOpen(Object item, long sinceNanos, @Nullable String stepName) {}
