package io.paipa.hop;

/** Fills claims without a ring. */
public final class Filling {
  private Filling() {}

  /**
   * Fills a claim.
   *
   * @param claim the claim, empty
   * @param items what it holds then
   */
  public static void fill(Claim claim, Object... items) {
    Circle from = new Circle(Integer.highestOneBit(items.length) * 2);
    for (int i = 0; i < items.length; i++) {
      from.set(i, items[i]);
    }
    claim.add(from, 0, items.length);
    claim.open();
  }
}
