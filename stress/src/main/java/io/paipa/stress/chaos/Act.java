package io.paipa.stress.chaos;

/**
 * What somebody does to a running pipeline.
 *
 * @param kind what
 * @param afterMicros how long after the threads of the trial were let go
 * @param millis a time-out, or the size of a jump
 */
record Act(Kind kind, int afterMicros, int millis) {
  /** What can be done. */
  enum Kind {
    FINISH,
    STOP,
    CLOSE,
    DRAIN,
    ABORT,
    AWAIT,
    REPORT,
    DUMP,
    CLOCK_JUMP,
    INTERRUPT_WORKER,
    INTERRUPT_CALLER,
    INTERRUPT_PRODUCER;

    /** Whether an abort may come of it. */
    boolean mayAbort() {
      return this == DRAIN || this == ABORT || this == INTERRUPT_CALLER;
    }
  }
}
