package io.paipa.examples.catalog;

import java.nio.file.FileSystems;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/**
 * The text under which the catalogue has a path: as the user writes it where that is possible.
 *
 * <p>A path outside the default file system is its URI. A name that this JVM can't write as text
 * (its bytes don't fit the locale's encoding) is percent-encoded, so that two such names stay two.
 */
final class PathKey {
  private PathKey() {}

  static String of(Path path) {
    if (!path.getFileSystem().equals(FileSystems.getDefault())) {
      return path.toUri().toString();
    }
    return survivesAsText(path) ? path.toString() : encoded(path);
  }

  /** The first key that a file below a folder can have. */
  static String firstBelow(Path folder) {
    String key = of(folder);
    return key.endsWith(separator(folder)) ? key : key + separator(folder);
  }

  /** The first key behind those that files below a folder can have. */
  static String firstBehind(Path folder) {
    String first = firstBelow(folder);
    int last = first.length() - 1;
    return first.substring(0, last) + (char) (first.charAt(last) + 1);
  }

  private static String encoded(Path path) {
    Path parent = path.getParent();
    if (parent == null) {
      return path.toString();
    }
    Path name = path.getFileName();
    String uri = name.toUri().getRawPath();
    String text = survivesAsText(name) ? name.toString() : uri.substring(uri.lastIndexOf('/') + 1);
    return firstBelow(parent) + text;
  }

  private static boolean survivesAsText(Path path) {
    try {
      return path.getFileSystem().getPath(path.toString()).equals(path);
    } catch (InvalidPathException unmappable) {
      return false;
    }
  }

  private static String separator(Path path) {
    return path.getFileSystem().getSeparator();
  }
}
