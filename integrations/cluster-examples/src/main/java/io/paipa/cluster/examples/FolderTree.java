package io.paipa.cluster.examples;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The regular files below a folder; symbolic links are not followed. */
final class FolderTree {
  private FolderTree() {}

  /**
   * Their absolute paths. What can't be looked at or listed is among them: it can't be read,
   * either, and is counted so.
   */
  static List<String> filesBelow(Path folder) throws ProblemException {
    if (!Files.exists(folder)) {
      throw new ProblemException("there is no folder " + folder);
    }
    if (!Files.isDirectory(folder)) {
      throw new ProblemException(folder + " is not a folder");
    }
    List<String> files = new ArrayList<>();
    try {
      Files.walkFileTree(folder.toRealPath(), new Walk(files));
    } catch (IOException e) {
      throw new ProblemException("can't list the folder " + folder + ": " + e, e);
    }
    if (files.isEmpty()) {
      throw new ProblemException("there are no files below " + folder);
    }
    return files;
  }

  private static final class Walk extends SimpleFileVisitor<Path> {
    private final List<String> files;

    Walk(List<String> files) {
      this.files = files;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
      if (attributes.isRegularFile()) {
        files.add(file.toString());
      }
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path path, IOException failure) {
      files.add(path.toString());
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException failure) {
      return FileVisitResult.CONTINUE; // also where the listing broke off
    }
  }
}
