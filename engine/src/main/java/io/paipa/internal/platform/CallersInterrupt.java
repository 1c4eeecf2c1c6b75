package io.paipa.internal.platform;

/**
 * The interrupt of a caller, set aside while its thread does something that the interrupt is not
 * for, and given back afterwards. Confined to that thread.
 */
public final class CallersInterrupt {
  private boolean came;

  private CallersInterrupt() {}

  /**
   * Clears the flag, and keeps it.
   *
   * @return what is to be given back
   */
  public static CallersInterrupt setAside() {
    CallersInterrupt interrupt = new CallersInterrupt();
    interrupt.add();
    return interrupt;
  }

  /**
   * None yet: the flag is left as it is.
   *
   * @return what is to be given back
   */
  public static CallersInterrupt none() {
    return new CallersInterrupt();
  }

  /** Clears the flag that has come up meanwhile, and keeps it, too. */
  public void add() {
    came |= Thread.interrupted();
  }

  /**
   * Keeps an interrupt that has cleared the flag itself.
   *
   * @param thrown what was thrown; nothing but an {@link InterruptedException} is one
   */
  public void add(Throwable thrown) {
    came |= thrown instanceof InterruptedException;
  }

  /** Sets the flag if an interrupt has come. */
  public void giveBack() {
    if (came) {
      Thread.currentThread().interrupt();
    }
  }
}
