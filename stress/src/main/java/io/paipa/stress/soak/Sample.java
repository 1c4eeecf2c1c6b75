package io.paipa.stress.soak;

/**
 * What was measured at a moment.
 *
 * @param seconds since the beginning
 * @param heapMegabytes after a collection
 * @param threads how many
 * @param itemsPerSecond since the last sample, through the pipeline that runs all the time
 * @param pipelinesPerSecond since the last sample, begun and ended beside it
 */
record Sample(
    double seconds,
    double heapMegabytes,
    int threads,
    double itemsPerSecond,
    double pipelinesPerSecond) {}
