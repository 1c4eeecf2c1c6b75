package io.paipa.benchmarks;

import com.google.errorprone.annotations.MustBeClosed;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Comparator;
import java.util.Random;
import java.util.stream.Stream;

/**
 * A folder of files that are the same each time they are made: a hundred in each folder, of 512
 * bytes to 64 kB, and as many between 1 and 2 kB as between 32 and 64 kB.
 */
final class FileTree implements AutoCloseable {
  private static final int FILES_IN_FOLDER = 100;
  private static final int SMALLEST_BYTES = 512;
  private static final int DOUBLINGS = 7;
  private static final long SEED = 20_240_229;

  private final Path root;

  private FileTree(Path root) {
    this.root = root;
  }

  static FileTree make(int files) throws IOException {
    Path root = Files.createTempDirectory("catalogue");
    Random random = new Random(SEED);
    for (int i = 0; i < files; i++) {
      Path folder = root.resolve("folder" + i / FILES_IN_FOLDER);
      if (i % FILES_IN_FOLDER == 0) {
        Files.createDirectory(folder);
      }
      byte[] content =
          new byte[(int) (SMALLEST_BYTES * Math.pow(2, DOUBLINGS * random.nextDouble()))];
      random.nextBytes(content);
      Files.write(folder.resolve("file" + i), content);
    }
    return new FileTree(root);
  }

  /** Its files, found as they are asked for. */
  @MustBeClosed
  Stream<Path> files() throws IOException {
    return Files.find(root, Integer.MAX_VALUE, FileTree::isFile);
  }

  private static boolean isFile(Path path, BasicFileAttributes attributes) {
    return attributes.isRegularFile();
  }

  @Override
  public void close() throws IOException {
    try (Stream<Path> all = Files.walk(root)) {
      all.sorted(Comparator.reverseOrder()).forEach(FileTree::delete);
    }
  }

  private static void delete(Path path) {
    try {
      Files.delete(path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
