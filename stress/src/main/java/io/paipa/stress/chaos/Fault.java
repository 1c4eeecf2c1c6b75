package io.paipa.stress.chaos;

/**
 * Something that goes wrong once.
 *
 * @param kind what
 * @param step at which step, where that matters
 * @param nth at which call, from 1
 */
record Fault(Kind kind, int step, int nth) {
  /** What can go wrong. */
  enum Kind {
    PROCESS_ERROR,
    PROCESS_LINGERS,
    PROCESS_STUBBORN,
    PROCESS_ABORTS,
    PROCESS_FINISHES,
    STEP_FACTORY,
    STEP_START,
    WORKER_START,
    INPUT_EMPTY,
    FLUSH,
    META,
    WORKER_STOP,
    STEP_STOP,
    SHARED_CLOSE,
    DEAD_LETTER,
    BACK_OFF,
    PREDICATE,
    TRACKER,
    TRACKER_ERROR,
    REPORTER,
    REPORTER_ERROR,
    WHEN_FAILED,
    SOURCE_ITERATOR,
    SOURCE_HAS_NEXT,
    SOURCE_NEXT,
    SOURCE_NULL,
    SOURCE_CLOSE,
    THREAD_FACTORY,
    THREAD_FACTORY_NULL,
    CLOCK_ERROR,
    THREAD_NEVER_RUNS,
    SOURCE_ACKNOWLEDGED,
    SOURCE_IDLE,
    /** Not drawn by number, but for each output. */
    EMIT_ELSEWHERE;

    /** Whether it is an {@link Error}. */
    boolean isError() {
      return name().endsWith("_ERROR");
    }

    /** Whether the pipeline goes on as if nothing had happened. */
    boolean isHarmless() {
      return switch (this) {
        case PROCESS_LINGERS,
            PROCESS_STUBBORN,
            PROCESS_ABORTS,
            PROCESS_FINISHES,
            TRACKER,
            REPORTER,
            REPORTER_ERROR,
            WHEN_FAILED ->
            true;
        default -> false;
      };
    }

    /** Whether it is one of a source: a drain does not mind it. */
    boolean isOfSource() {
      return name().startsWith("SOURCE_");
    }

    /** Whether an item fails of it. */
    boolean isOfItem() {
      return switch (this) {
        case PROCESS_ERROR, DEAD_LETTER, BACK_OFF, PREDICATE -> true;
        default -> false;
      };
    }

    /** Whether it is a hook of a class step. */
    boolean isHook() {
      return switch (this) {
        case STEP_START,
            WORKER_START,
            INPUT_EMPTY,
            FLUSH,
            META,
            WORKER_STOP,
            STEP_STOP,
            SHARED_CLOSE ->
            true;
        default -> false;
      };
    }
  }
}
