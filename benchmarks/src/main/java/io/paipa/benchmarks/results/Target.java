package io.paipa.benchmarks.results;

import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;

/**
 * What the engine is to reach.
 *
 * @param what is compared with what
 * @param isAtLeast whether more is better
 * @param goal what it is for
 * @param floor below it, it is not done
 * @param judged which of the rounds counts
 * @param measured out of the results; empty if they don't have it
 * @param isComparable whether what they have says anything
 */
record Target(
    String what,
    boolean isAtLeast,
    double goal,
    double floor,
    ToDoubleFunction<Spread> judged,
    Function<Results, Optional<Spread>> measured,
    Predicate<Results> isComparable) {

  static Target atLeast(
      String what, double goal, double floor, Function<Results, Optional<Spread>> measured) {
    return new Target(what, true, goal, floor, Spread::median, measured, results -> true);
  }

  static Target atMost(
      String what, double goal, double floor, Function<Results, Optional<Spread>> measured) {
    return new Target(what, false, goal, floor, Spread::median, measured, results -> true);
  }

  /** Where not the median counts. */
  Target judgedBy(ToDoubleFunction<Spread> other) {
    return new Target(what, isAtLeast, goal, floor, other, measured, isComparable);
  }

  /** Where what was measured may say nothing. */
  Target comparedIf(Predicate<Results> condition) {
    return new Target(what, isAtLeast, goal, floor, judged, measured, condition);
  }

  /** In a word. */
  Verdict verdict(Results results) {
    Optional<Spread> spread = measured.apply(results);
    if (spread.isEmpty()) {
      return Verdict.NOT_MEASURED;
    }
    if (!isComparable.test(results)) {
      return Verdict.NOT_COMPARED;
    }
    double value = judged.applyAsDouble(spread.orElseThrow());
    if (reaches(value, goal)) {
      return Verdict.GOAL;
    }
    return reaches(value, floor) ? Verdict.FLOOR : Verdict.BELOW;
  }

  private boolean reaches(double value, double limit) {
    return isAtLeast ? value >= limit : value <= limit;
  }

  /** A limit as it is written. */
  String text(double limit) {
    return (isAtLeast ? "≥ " : "≤ ") + Numbers.limit(limit);
  }

  /** What came out. */
  enum Verdict {
    GOAL("goal reached"),
    FLOOR("above the floor"),
    BELOW("**below the floor**"),
    NOT_MEASURED("not measured"),
    NOT_COMPARED("rate not kept up: not compared");

    final String text;

    Verdict(String text) {
      this.text = text;
    }

    /** In the sense of a target that is better if lower. */
    String text(boolean isAtLeast) {
      return switch (this) {
        case FLOOR -> isAtLeast ? text : "within the limit";
        case BELOW -> isAtLeast ? text : "**over the limit**";
        default -> text;
      };
    }
  }
}
