package io.paipa.ledger;

/** An object's own words, for messages to people, as far as they can be had. */
public final class Words {
  private static final int LENGTH_AT_MOST = 200;

  private Words() {}

  /**
   * What an object says of itself, cut where it gets long.
   *
   * @param object the object
   * @return its words, or its class if it has none; never throws what the object throws
   */
  public static String of(Object object) {
    String words;
    try {
      words = String.valueOf((Object) object.toString()); // which may give null
    } catch (Throwable t) { // an Error, too, where an object contains itself
      words = object.getClass().getName() + " (its toString throws " + t.getClass().getName() + ")";
    }
    return words.length() <= LENGTH_AT_MOST ? words : words.substring(0, LENGTH_AT_MOST) + "…";
  }
}
