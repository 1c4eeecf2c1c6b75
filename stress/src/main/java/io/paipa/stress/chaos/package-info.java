/**
 * Chaos: pipelines, workloads and faults drawn from a seed, run for real, and an oracle that checks
 * after each what must always hold.
 */
@NullMarked
package io.paipa.stress.chaos;

import org.jspecify.annotations.NullMarked;
