package io.paipa.benchmarks;

/**
 * Bytes allocated per item by all threads of a pipeline that runs ({@value #PER_ITEM}). The count
 * is exact, and without what its building and its start allocate, which {@code -prof gc} spreads
 * over the items.
 */
public class Allocation extends PlainRun {
  /** Bytes per item. */
  static final String PER_ITEM = "alloc.item";

  private long before;
  private long allocated;

  @Override
  public void before() {
    before = threads().allocatedBytes();
  }

  @Override
  public void record() {
    allocated = threads().allocatedBytes() - before;
    Recorded.add(PER_ITEM, perItem(), "B");
  }

  double perItem() {
    return (double) allocated / count;
  }
}
