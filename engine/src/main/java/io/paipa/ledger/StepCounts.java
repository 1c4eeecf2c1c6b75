package io.paipa.ledger;

import io.paipa.StepReport;

/** A snapshot of a step's ledger. */
record StepCounts(
    String stepName,
    int workers,
    long received,
    long done,
    long skipped,
    long deadLettered,
    long failed,
    long abandoned,
    long emitted,
    long retried,
    long reenqueued,
    long queued,
    long inHand)
    implements StepReport {}
