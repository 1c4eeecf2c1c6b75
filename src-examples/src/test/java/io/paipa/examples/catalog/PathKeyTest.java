package io.paipa.examples.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@EnabledOnOs({OS.LINUX, OS.MAC})
class PathKeyTest {
  @Test
  void shouldBeThePathAsItIsWritten() {
    assertThat(PathKey.of(Path.of("/some where/file%41"))).isEqualTo("/some where/file%41");
  }

  @Test
  void shouldBeTheUriInAnotherFileSystem() {
    Path object = Path.of(URI.create("jrt:/java.base/java/lang/Object.class"));

    assertThat(PathKey.of(object)).isEqualTo("jrt:/java.base/java/lang/Object.class");
  }

  @Test
  void shouldEncodeOnlyTheNameThatIsNoText() {
    Path path = Path.of(URI.create("file:///some%20where/x%FF/y%20z"));

    assertThat(PathKey.of(path)).isEqualTo("/some where/x%FF/y z");
  }

  @Test
  void shouldEncloseWhatIsBelowAFolderAndNothingElse() {
    assertThat(isBelow("/a", "/a/b")).isTrue();
    assertThat(isBelow("/a", "/a/\uffff")).isTrue();
    assertThat(isBelow("/a", "/a-b/c")).isFalse();
    assertThat(isBelow("/a", "/a")).isFalse();
    assertThat(isBelow("/a", "/ab/c")).isFalse();
    assertThat(isBelow("/", "/a")).isTrue();
  }

  @Test
  void shouldEncloseWhatIsInTheImageOfTheJdk() {
    Path image = Path.of(URI.create("jrt:/"));

    assertThat(PathKey.firstBelow(image)).isEqualTo("jrt:/");
    assertThat(PathKey.firstBehind(image)).isEqualTo("jrt:0");
  }

  private static boolean isBelow(String folder, String key) {
    return key.compareTo(PathKey.firstBelow(Path.of(folder))) >= 0
        && key.compareTo(PathKey.firstBehind(Path.of(folder))) < 0;
  }
}
