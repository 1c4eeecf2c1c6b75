package io.paipa;

import java.io.File;
import java.net.URI;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;

/** Where classes come from, for compilers and JVMs that tests start. */
public final class ClassPaths {
  private ClassPaths() {}

  /** A path, for classes or modules, of the places from which these classes come. */
  public static String of(Class<?>... types) {
    return Arrays.stream(types)
        .map(type -> type.getProtectionDomain().getCodeSource().getLocation())
        .map(place -> Path.of(URI.create(place.toString())).toString())
        .distinct()
        .collect(Collectors.joining(File.pathSeparator));
  }
}
