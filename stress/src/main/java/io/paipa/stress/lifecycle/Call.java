package io.paipa.stress.lifecycle;

/** What a thread does to the pipeline. */
enum Call {
  PUT,
  OFFER,
  PUT_ITERABLE,
  /** Puts one item, with an answer. */
  SUBMIT,
  PUT_ACKNOWLEDGED,
  FINISH,
  START,
  STOP,
  DRAIN,
  ABORT,
  CLOSE,
  INPUT_QUEUE,
  /** Puts an item at which the step fails. */
  FAIL,
  /** Interrupts the threads of the other calls. */
  INTERRUPT
}
