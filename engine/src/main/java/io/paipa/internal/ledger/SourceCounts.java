package io.paipa.internal.ledger;

import io.paipa.SourceReport;

/**
 * A snapshot of what was pulled from a source.
 *
 * @param name its name
 * @param pulled how many items it gave
 * @param ended whether it was pulled to its end
 * @param left how many items were left in it
 */
public record SourceCounts(String name, long pulled, boolean ended, long left)
    implements SourceReport {}
