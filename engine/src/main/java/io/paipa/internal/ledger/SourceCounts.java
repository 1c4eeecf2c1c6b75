package io.paipa.internal.ledger;

import io.paipa.Settlement;
import io.paipa.SourceReport;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * A snapshot of what was pulled from a source.
 *
 * @param name its name
 * @param pulled how many items it gave
 * @param restarts how often it was made anew
 * @param ended whether it was pulled to its end
 * @param left how many items were left in it
 * @param settled how many deliveries it was told of, by their outcome
 * @param open how many it was not told of
 * @param oldestOpen how long the oldest of these is open
 * @param oldestOpenStep the step that it has come to
 */
public record SourceCounts(
    String name,
    long pulled,
    long restarts,
    boolean ended,
    long left,
    Map<Settlement, Long> settled,
    long open,
    Optional<Duration> oldestOpen,
    Optional<String> oldestOpenStep)
    implements SourceReport {}
