package io.paipa.benchmarks;

/**
 * Counts and adds up what arrives at one worker of the last step. Written by that worker's thread
 * alone, with a cache line of room on either side, so that workers don't slow each other down.
 */
final class Tally {
  private static final int COUNT = 16;
  private static final int SUM = 17;

  private final long[] cells = new long[34];

  void add(Integer item) {
    cells[COUNT]++;
    cells[SUM] += item;
  }

  /** Adds another worker's tally to this one. */
  void merge(Tally other) {
    cells[COUNT] += other.cells[COUNT];
    cells[SUM] += other.cells[SUM];
  }

  Checksum checksum() {
    return new Checksum(cells[COUNT], cells[SUM]);
  }
}
