package io.paipa;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What holds for every file of the engine, and its tests. */
class SourcesTest {
  private static final int LINES_AT_MOST = 300;

  private static List<Path> files(String root) throws IOException {
    try (Stream<Path> files = Files.walk(Path.of(root))) {
      return files
          .filter(file -> file.toString().endsWith(".java"))
          .filter(file -> !file.endsWith("package-info.java"))
          .toList();
    }
  }

  private static long linesWithoutJavadoc(Path file) throws IOException {
    String code = Files.readString(file).replaceAll("(?s)[ \\t]*/\\*\\*.*?\\*/\\n", "");
    return code.lines().count();
  }

  @Test
  void shouldBeSmall() throws IOException {
    List<Path> files = files("src");
    assertThat(files).hasSizeGreaterThan(300);
    for (Path file : files) {
      assertThat(linesWithoutJavadoc(file))
          .as("lines of %s, Javadoc aside", file)
          .isLessThanOrEqualTo(LINES_AT_MOST);
    }
  }

  /** Not even names that differ in capitals alone. */
  @Test
  void shouldHaveNoNameTwice() throws IOException {
    List<String> names =
        files("src/main/java").stream()
            .map(file -> file.getFileName().toString().toLowerCase(Locale.ROOT))
            .toList();
    assertThat(names.stream().collect(Collectors.groupingBy(name -> name, Collectors.counting())))
        .allSatisfy((name, times) -> assertThat(times).as(name).isEqualTo(1));
  }
}
