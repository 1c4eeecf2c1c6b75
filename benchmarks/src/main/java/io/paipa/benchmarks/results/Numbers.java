package io.paipa.benchmarks.results;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Locale;

/** How numbers are written. */
final class Numbers {
  private static final MathContext DIGITS = new MathContext(3);
  private static final double THOUSAND = 1_000;

  private Numbers() {}

  /** With three digits that count, and groups of thousands. */
  static String text(double value) {
    if (value == 0 || Double.isNaN(value) || Double.isInfinite(value)) {
      return value == 0 ? "0" : Double.toString(value);
    }
    if (Math.abs(value) >= THOUSAND) {
      return String.format(Locale.ROOT, "%,.0f", value);
    }
    BigDecimal rounded = new BigDecimal(value).round(DIGITS);
    int missing = DIGITS.getPrecision() - rounded.precision();
    return rounded.setScale(rounded.scale() + missing, RoundingMode.UNNECESSARY).toPlainString();
  }

  /** A limit as it was set: without the zeros at its end. */
  static String limit(double value) {
    return BigDecimal.valueOf(value).stripTrailingZeros().toPlainString();
  }

  /** Nanoseconds in the unit in which they read best. */
  static String nanos(double nanos) {
    if (nanos < THOUSAND) {
      return text(nanos) + " ns";
    }
    double micros = nanos / THOUSAND;
    return micros < THOUSAND ? text(micros) + " µs" : text(micros / THOUSAND) + " ms";
  }
}
