package io.paipa;

import java.time.Duration;
import java.util.Objects;

/** Argument checks whose messages name the value and say what would be right. */
final class Checks {
  private Checks() {}

  static Duration notNegative(Duration value, String name) {
    Objects.requireNonNull(value, () -> name + ": null is not a duration");
    if (value.isNegative()) {
      throw new IllegalArgumentException(name + ": " + value + " is negative");
    }
    return value;
  }

  static Duration positive(Duration value, String name) {
    if (notNegative(value, name).isZero()) {
      throw new IllegalArgumentException(name + ": zero is too short; give a positive duration");
    }
    return value;
  }

  static int atLeastOne(int value, String name, String what) {
    if (value < 1) {
      throw new IllegalArgumentException(
          name + ": " + value + " is not a number of " + what + "; at least 1");
    }
    return value;
  }

  static String name(String name, String what) {
    Objects.requireNonNull(name, () -> what + " name: null; give it a name");
    if (name.isBlank()) {
      throw new IllegalArgumentException(what + " name: empty; give it a name");
    }
    return name;
  }
}
