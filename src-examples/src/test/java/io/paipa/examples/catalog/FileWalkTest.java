package io.paipa.examples.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class FileWalkTest {
  @TempDir private Path temp;
  private Path tree;
  private final Map<Path, IOException> failures = new LinkedHashMap<>();

  @BeforeEach
  void makeTree() throws IOException {
    tree = Files.createDirectories(temp.toRealPath().resolve("tree"));
  }

  @Test
  void shouldFindTheFilesOfAllFolders() throws IOException {
    Path a = Files.writeString(tree.resolve("a"), "");
    Path b = Files.writeString(Files.createDirectories(tree.resolve("x/y")).resolve("b"), "");

    assertThat(walked(tree)).containsExactlyInAnyOrder(a, b);
    assertThat(failures).isEmpty();
  }

  @Test
  void shouldLeaveOutWhatItIsTold() throws IOException {
    Path a = Files.writeString(tree.resolve("a"), "");
    Path b = Files.writeString(tree.resolve("b"), "");

    try (FileWalk walk = new FileWalk(tree, Set.of(a), failures::put)) {
      assertThat(walk).toIterable().containsExactly(b);
    }
  }

  @Test
  void shouldFindTheClassesOfTheJdk() throws IOException {
    Path image = Roots.ofThisJdk().get(1);

    assertThat(walked(image)).contains(image.resolve("java.base/java/lang/Object.class"));
    assertThat(failures).isEmpty();
  }

  @Test
  void shouldGoOnWhereSomethingVanishesInTheMiddle() throws IOException {
    Path first = Files.writeString(tree.resolve("first"), "");
    Path second = Files.writeString(tree.resolve("second"), "");
    Path folder = Files.createDirectories(tree.resolve("folder"));
    try (FileWalk walk = new FileWalk(tree, Set.of(), failures::put)) {
      Path found = walk.next();
      Files.delete(found.equals(first) ? second : first);
      Files.deleteIfExists(folder);

      assertThat(walk).isExhausted();
    }
    assertThat(failures.values())
        .isNotEmpty()
        .allSatisfy(failure -> assertThat(failure).isInstanceOf(NoSuchFileException.class));
  }

  /** What a path is too long for can't be listed, not even by a superuser. */
  @Test
  @EnabledOnOs(OS.LINUX)
  void shouldTellWhichFolderItCannotListAndGoOn() throws Exception {
    Path file = Files.writeString(tree.resolve("file"), "");
    Command.shell(
        "cd \"$1\" && name=$(printf '%0200d' 0) && for i in $(seq 25); do"
            + " mkdir $name && cd -P $name; done",
        tree);

    assertThat(walked(tree)).containsExactly(file);
    assertThat(failures).hasSize(1);
    assertThat(failures.values().iterator().next()).hasMessageContaining("File name too long");
    Command.shell("rm -r \"$1\"/0*", tree); // too deep for JUnit to remove
  }

  @Test
  void shouldTellWhichFolderItMayNotListAndGoOn() throws IOException {
    Path closed = Files.createDirectories(tree.resolve("closed"));
    Path file = Files.writeString(tree.resolve("file"), "");
    Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("---------"));
    assumeThat(Files.isReadable(closed)).as("a superuser may list everything").isFalse();

    assertThat(walked(tree)).containsExactly(file);
    assertThat(failures).containsOnlyKeys(closed);
  }

  @Test
  void shouldRefuseARootThatCannotBeListed() {
    assertThatThrownBy(() -> walked(tree.resolve("none"))).isInstanceOf(NoSuchFileException.class);
  }

  @Test
  void shouldBeAtItsEndWhenClosed() throws IOException {
    Files.writeString(tree.resolve("a"), "");
    FileWalk walk = new FileWalk(tree, Set.of(), failures::put);

    walk.close();

    assertThat(walk.hasNext()).isFalse();
    assertThatThrownBy(walk::next).isInstanceOf(NoSuchElementException.class);
  }

  private List<Path> walked(Path root) throws IOException {
    List<Path> found = new ArrayList<>();
    try (FileWalk walk = new FileWalk(root, Set.of(), failures::put)) {
      walk.forEachRemaining(found::add);
    }
    return found;
  }
}
