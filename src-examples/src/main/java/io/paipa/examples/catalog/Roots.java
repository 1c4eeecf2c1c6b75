package io.paipa.examples.catalog;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The folders to catalogue, with links resolved: a folder is the same whichever way one came. */
final class Roots {
  private Roots() {}

  static List<Path> of(Path folder) {
    if (!Files.isDirectory(folder)) {
      throw new CatalogException(
          Files.exists(folder) ? folder + " is not a folder" : "there is no folder " + folder);
    }
    return List.of(real(folder));
  }

  /** The running JDK: its folder, and the image of its classes. */
  static List<Path> ofThisJdk() {
    return List.of(real(Path.of(System.getProperty("java.home"))), Path.of(URI.create("jrt:/")));
  }

  private static Path real(Path folder) {
    try {
      return folder.toRealPath();
    } catch (IOException e) {
      throw new CatalogException("can't find the folder " + folder + ": " + Reason.of(e), e);
    }
  }
}
