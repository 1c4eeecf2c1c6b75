package io.paipa.benchmarks;

/** An event of the rings of {@link WorkerPools}. */
final class PoolEvent {
  long value;
}
