package io.paipa.stress;

import io.paipa.PipelineException;

/** How the engine says that user code does not return. */
public final class Stuck {
  private Stuck() {}

  /**
   * Whether an exception says so.
   *
   * @param failure what a call threw
   * @return false if it is a failure of the pipeline
   */
  public static boolean isSaidBy(PipelineException failure) {
    return String.valueOf(failure.getMessage()).contains("user code does not return");
  }
}
