package io.paipa.internal.ledger;

/** How the stages of an asynchronous step stand. Safe for all threads. */
public interface StageCounts {
  /** Of a step that is none. */
  StageCounts NONE =
      new StageCounts() {
        @Override
        public int open() {
          return 0;
        }

        @Override
        public long late() {
          return 0;
        }
      };

  /**
   * How many stages are open.
   *
   * @return the number at this moment
   */
  int open();

  /**
   * How many completions came when nobody waited for them any more.
   *
   * @return the number so far
   */
  long late();
}
