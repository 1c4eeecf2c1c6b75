package io.paipa.cluster.examples;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** A folder tree. */
final class Tree {
  private Tree() {}

  /** Has a content twice after each ten files. */
  static Path of(Path folder, int files) throws IOException {
    Path tree = Files.createDirectories(folder.resolve("tree"));
    for (int i = 0; i < files; i++) {
      Path branch = Files.createDirectories(tree.resolve("branch " + i % 7));
      Files.writeString(branch.resolve("file " + i), "content " + (i % 10 == 9 ? i - 1 : i));
    }
    return tree;
  }

  /**
   * A file that nobody can read, not even root: its name is not text, so the path that travels
   * between the members is that of no file.
   */
  static void addUnreadableFile(Path tree) throws IOException, InterruptedException {
    Process touch =
        new ProcessBuilder("bash", "-c", "touch \"$0\"/$'\\xff'", tree.toString())
            .redirectErrorStream(true)
            .start();
    assertThat(touch.waitFor(10, TimeUnit.SECONDS)).isTrue();
    assertThat(touch.exitValue())
        .as(new String(touch.getInputStream().readAllBytes(), ISO_8859_1))
        .isZero();
  }
}
