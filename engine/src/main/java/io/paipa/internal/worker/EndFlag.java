package io.paipa.internal.worker;

/**
 * Whether a run has ended, for the threads that ask before each item. Raised once, by the thread
 * that ends the run; read by all.
 */
public final class EndFlag {
  private volatile boolean raised;

  /** Of a run that has not ended. */
  public EndFlag() {}

  /**
   * Whether the run has ended.
   *
   * @return true from then on
   */
  public boolean isRaised() {
    return raised;
  }

  /** The run has ended: what its state says of that is written before. */
  public void raise() {
    raised = true;
  }
}
