package io.paipa.stress;

import java.util.logging.Level;
import java.util.logging.Logger;

/** Keeps the engine's warnings off the screen: here much goes wrong on purpose. */
public final class Quiet {
  /** Held, since a logger that nobody holds forgets its level. */
  private static final Logger ENGINE = Logger.getLogger("io.paipa");

  private Quiet() {}

  /** No warnings from now on. */
  public static void logging() {
    ENGINE.setLevel(Level.OFF);
  }
}
