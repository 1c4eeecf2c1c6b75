package io.paipa.internal.ledger;

import java.util.List;

/**
 * What was seen of a run at many looks.
 *
 * @param nanos how long it was looked at
 * @param processors how many processors the machine has for the program
 * @param processorsUsed how many of them the program has used, on average
 * @param steps what was seen of each step
 */
public record SampledRun(
    long nanos, int processors, double processorsUsed, List<SampledLoad> steps) {}
