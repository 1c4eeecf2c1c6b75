package io.paipa.stress.soak;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** For an option in minutes, of which there may be a part: gives seconds. */
final class Minutes implements ITypeConverter<Long> {
  private static final double SECONDS_PER_MINUTE = 60;

  @Override
  public Long convert(String value) {
    try {
      long seconds = (long) (Double.parseDouble(value) * SECONDS_PER_MINUTE);
      if (seconds >= 1) {
        return seconds;
      }
    } catch (NumberFormatException e) {
      // refused below
    }
    throw new TypeConversionException(
        "'" + value + "' is not a number of minutes, a second or more");
  }
}
