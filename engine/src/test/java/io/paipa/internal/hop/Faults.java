package io.paipa.internal.hop;

/** Throws at one of the places where something could throw. Used by one thread. */
public final class Faults {
  private static int left;

  private Faults() {}

  /** What is thrown. */
  static final class Fault extends Error {
    private static final long serialVersionUID = 1L;
  }

  /** From now on, the nth place throws. */
  static void arm(int nth) {
    left = nth;
  }

  /** From now on, no place does; whether one did. */
  static boolean disarm() {
    boolean thrown = left <= 0;
    left = Integer.MAX_VALUE;
    return thrown;
  }

  /** A place: before each call and each allocation. */
  public static void at() {
    if (--left == 0) {
      throw new Fault();
    }
  }
}
