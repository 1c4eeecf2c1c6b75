package io.paipa.internal.hop;

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
    claim.tryBegin();
    for (Object item : items) {
      add(claim, item);
    }
    claim.open();
    claim.end();
  }

  /**
   * Adds an item.
   *
   * @param claim the claim, being filled
   * @param item the item
   */
  public static void add(Claim claim, Object item) {
    Circle from = new Circle(1);
    from.set(0, item);
    claim.add(from, 0, 1);
  }
}
