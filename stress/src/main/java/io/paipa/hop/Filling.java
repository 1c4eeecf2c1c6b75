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
    for (Object item : items) {
      claim.add(item);
    }
    claim.slots(items.length);
    claim.open();
  }
}
