package io.paipa.stress;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** For options that say how many, or how long. */
public final class AtLeastOne implements ITypeConverter<Integer> {
  /** For picocli. */
  public AtLeastOne() {}

  @Override
  public Integer convert(String value) {
    try {
      int number = Integer.parseInt(value);
      if (number >= 1) {
        return number;
      }
    } catch (NumberFormatException e) {
      // refused below
    }
    throw new TypeConversionException("'" + value + "' is not a whole number from 1");
  }
}
