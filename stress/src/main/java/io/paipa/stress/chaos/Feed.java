package io.paipa.stress.chaos;

/**
 * A stream of items into a scenario's pipeline.
 *
 * @param kind how they are put in
 * @param items how many; negative for no end
 * @param staged whether it is handed over before the start; else a thread of its own feeds it
 * @param metaEvery a meta event after so many items; 0 for none; for kinds that put
 * @param pauseEvery a pause after so many items; 0 for none
 * @param pauseMicros how long
 */
record Feed(Kind kind, int items, boolean staged, int metaEvery, int pauseEvery, int pauseMicros) {
  /** Ways to put items in. */
  enum Kind {
    PUT,
    OFFER,
    TIMED_OFFER,
    INPUT_QUEUE,
    PUT_ALL,
    ITERATOR,
    ITERABLE,
    STREAM,
    COLLECTION,
    QUEUE,
    MARKED_QUEUE,
    /** What came later is drawn apart: an acknowledged source that never ends by itself. */
    TOPIC,
    BOUNDED_TOPIC,
    SUBMIT,
    /** Offered with an acknowledgement. */
    TOLD_OFFER,
    /** A source that fails now and then. */
    RESTARTING;

    /** Whether the sum over its items is that of the items taken, also at a drain. */
    boolean countsEachItem() {
      return this != STREAM && this != COLLECTION && this != MARKED_QUEUE && this != QUEUE;
    }

    /** Whether a thread puts each item by a call of its own. */
    boolean isPutOneByOne() {
      return switch (this) {
        case PUT, OFFER, TIMED_OFFER, INPUT_QUEUE, SUBMIT, TOLD_OFFER -> true;
        default -> false;
      };
    }

    /** Whether the engine pulls, so that the feed ends by itself. */
    boolean isLazy() {
      return switch (this) {
        case ITERATOR, ITERABLE, STREAM, COLLECTION, MARKED_QUEUE, BOUNDED_TOPIC, RESTARTING ->
            true;
        default -> false;
      };
    }
  }

  Feed withKind(Kind other) {
    return new Feed(other, items, staged, metaEvery, pauseEvery, pauseMicros);
  }

  boolean isEndless() {
    return items < 0;
  }
}
