package io.paipa.internal.ledger;

/**
 * What was seen of a step at many looks, on average over the time.
 *
 * @param fullness how full its ring was, from 0 to 1
 * @param inCode how many workers were in the step's code
 * @param runnable how many of these ran, or could have run
 * @param locked how many of these waited for a lock
 * @param waitingForKeys how many items waited for their key
 * @param stages how many of the stages that may be open were, from 0 to 1; 0 if it has none
 * @param retries how many items waited for a further attempt
 * @param held at which share of the looks a rate let nothing begin, from 0 to 1
 */
public record SampledLoad(
    double fullness,
    double inCode,
    double runnable,
    double locked,
    double waitingForKeys,
    double stages,
    double retries,
    double held) {
  /** Nothing was seen. */
  public static final SampledLoad NONE = new SampledLoad(0, 0, 0, 0, 0, 0, 0, 0);

  /**
   * Whether there was nothing to do. Not by {@code equals}: that of a record is made by the JDK
   * when it is called first, and what is made then keeps the class loader.
   *
   * @return true if so
   */
  public boolean isNothing() {
    return fullness + inCode + waitingForKeys + stages + retries + held == 0;
  }

  /**
   * One more look.
   *
   * @param look what was seen
   * @param share what share of the time it stands for, with all before
   * @return the averages
   */
  public SampledLoad with(SampledLoad look, double share) {
    return new SampledLoad(
        mean(fullness, look.fullness, share),
        mean(inCode, look.inCode, share),
        mean(runnable, look.runnable, share),
        mean(locked, look.locked, share),
        mean(waitingForKeys, look.waitingForKeys, share),
        mean(stages, look.stages, share),
        mean(retries, look.retries, share),
        mean(held, look.held, share));
  }

  private static double mean(double before, double now, double share) {
    return before + (now - before) * share;
  }
}
