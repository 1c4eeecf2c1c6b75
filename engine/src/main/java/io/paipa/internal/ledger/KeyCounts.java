package io.paipa.internal.ledger;

/** How the keys of a step stand. Safe for all threads. */
public interface KeyCounts {
  /** Of a step without keys. */
  KeyCounts NONE =
      new KeyCounts() {
        @Override
        public int waiting() {
          return 0;
        }

        @Override
        public int busy() {
          return 0;
        }
      };

  /**
   * How many items wait for an earlier one of their key.
   *
   * @return the number at this moment
   */
  int waiting();

  /**
   * How many keys have an item that was taken from the ring and is not settled.
   *
   * @return the number at this moment
   */
  int busy();
}
