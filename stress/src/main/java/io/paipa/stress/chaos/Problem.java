package io.paipa.stress.chaos;

/**
 * Something that must not be.
 *
 * @param kind which promise it breaks
 * @param text what was found
 */
record Problem(Kind kind, String text) {
  /** Promises, as far as they are counted apart; the worst first. */
  enum Kind {
    HUNG,
    LEDGER,
    OTHER
  }
}
