package io.paipa.examples.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import io.paipa.PipelineState;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What a catalogue says of a tree of files, and of the same tree later. */
class CatalogTest {
  private static final PrintStream QUIET = new PrintStream(OutputStream.nullOutputStream());

  @TempDir private Path temp;
  private Path tree;
  private Path database;

  @BeforeEach
  void makeTree() throws IOException {
    tree = Files.createDirectories(temp.toRealPath().resolve("tree"));
    database = temp.toRealPath().resolve("catalog.db");
  }

  @Test
  void shouldHaveARowForEachFile() throws Exception {
    write("a", "one");
    write("deep/deeper/b", "two");
    write("deep/c", "three");
    Files.createDirectories(tree.resolve("empty"));

    CatalogJob.Outcome outcome = catalogue(tree);

    assertThat(rows("SELECT path, size FROM files ORDER BY path"))
        .containsExactly(
            tree.resolve("a") + "|3",
            tree.resolve("deep/c") + "|5",
            tree.resolve("deep/deeper/b") + "|3");
    assertThat(outcome.tally().files()).isEqualTo(3);
    assertThat(outcome.tally().bytes()).isEqualTo(11);
    assertThat(outcome.report().state()).isEqualTo(PipelineState.COMPLETED);
  }

  @Test
  void shouldHashEachFileToItsEnd() throws Exception {
    byte[] content = new byte[3 * (1 << 20) + 7]; // beyond the part that tells the kind
    content[content.length - 1] = 1;
    Files.write(tree.resolve("large"), content);

    catalogue(tree);

    String sha256 = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    assertThat(rows("SELECT size, sha256 FROM files"))
        .containsExactly(content.length + "|" + sha256);
  }

  @Test
  void shouldTellTheKindByTheContent() throws Exception {
    write("script.txt", "#!/bin/sh\n");
    write("letter.png", "Dear Sir or Madam\n");
    write("nothing", "");
    write("page", "<?xml version='1.0'?>");
    try (OutputStream gzip = new GZIPOutputStream(Files.newOutputStream(tree.resolve("packed")))) {
      gzip.write(1);
    }

    catalogue(tree);

    assertThat(rows("SELECT substr(path, length('" + tree + "/') + 1), kind FROM files"))
        .containsExactlyInAnyOrder(
            "script.txt|script", "letter.png|text", "nothing|empty", "page|xml", "packed|gzip");
  }

  @Test
  void shouldHaveVersionAndNameOfAClass() throws Exception {
    try (InputStream in = Catalog.class.getResourceAsStream("Catalog.class")) {
      Files.copy(in, tree.resolve("misnamed.bin"));
    }

    catalogue(tree);

    assertThat(rows("SELECT kind, class_version, class_name FROM files"))
        .containsExactly("class|61|" + Catalog.class.getName());
  }

  @Test
  void shouldNotDoubleAnythingWhenRunAgain() throws Exception {
    write("a", "one");
    write("b", "two");
    catalogue(tree);
    String before = rows("SELECT path, size, sha256, kind FROM files ORDER BY path").toString();

    catalogue(tree);

    assertThat(rows("SELECT path, size, sha256, kind FROM files ORDER BY path"))
        .hasToString(before);
  }

  @Test
  void shouldUpdateAFileThatHasChanged() throws Exception {
    write("a", "text");
    catalogue(tree);
    write("a", "<?xml?>");

    catalogue(tree);

    assertThat(rows("SELECT size, kind FROM files")).containsExactly("7|xml");
  }

  @Test
  void shouldForgetFilesThatAreGone() throws Exception {
    write("stays", "one");
    write("goes", "two");
    write("folder/goes", "three");
    catalogue(tree);
    Files.delete(tree.resolve("goes"));
    Files.delete(tree.resolve("folder/goes"));

    CatalogJob.Outcome outcome = catalogue(tree);

    assertThat(rows("SELECT path FROM files")).containsExactly(tree.resolve("stays").toString());
    assertThat(outcome.gone()).isEqualTo(2);
  }

  @Test
  void shouldRememberFilesBesideTheFolder() throws Exception {
    write("one/a", "a");
    write("one-more/b", "b");
    catalogue(tree);
    Files.delete(tree.resolve("one/a"));
    write("one/c", "c");

    catalogue(tree.resolve("one"));

    assertThat(rows("SELECT path FROM files ORDER BY path"))
        .containsExactly(tree.resolve("one-more/b").toString(), tree.resolve("one/c").toString());
  }

  @Test
  void shouldNotDoubleAFolderThatIsReachedInTwoWays() throws Exception {
    write("a", "one");
    Path link = Files.createSymbolicLink(temp.resolve("link"), tree);
    catalogue(tree);

    catalogue(link);
    catalogue(tree.resolve("../tree"));

    assertThat(rows("SELECT path FROM files")).containsExactly(tree.resolve("a").toString());
  }

  @Test
  void shouldNotFollowLinks() throws Exception {
    write("a", "one");
    Files.createSymbolicLink(tree.resolve("loop"), tree);
    Files.createSymbolicLink(tree.resolve("again"), tree.resolve("a"));

    catalogue(tree);

    assertThat(rows("SELECT path FROM files")).containsExactly(tree.resolve("a").toString());
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void shouldNotWaitForANamedPipe() throws Exception {
    write("a", "one");
    Command.shell("mkfifo \"$1\"", tree.resolve("pipe"));

    catalogue(tree);

    assertThat(rows("SELECT path FROM files")).containsExactly(tree.resolve("a").toString());
    assertThat(rows("SELECT * FROM failed")).isEmpty();
  }

  @Test
  @DisabledOnOs({OS.WINDOWS, OS.MAC})
  void shouldTellNamesApartThatAreNoText() throws Exception {
    Command.shell("cd \"$1\" && : >\"$(printf 'x\\377')\" && : >\"$(printf 'x\\376')\"", tree);

    catalogue(tree);
    catalogue(tree);

    assertThat(rows("SELECT path FROM files ORDER BY path"))
        .containsExactly(tree + "/x%FE", tree + "/x%FF");
  }

  @Test
  void shouldLeaveOutItself() throws Exception {
    write("a", "one");
    database = tree.resolve("catalog.db");

    catalogue(tree);
    catalogue(tree);

    assertThat(rows("SELECT path FROM files")).containsExactly(tree.resolve("a").toString());
  }

  @Test
  void shouldCatalogueAnEmptyFolder() throws Exception {
    CatalogJob.Outcome outcome = catalogue(tree);

    assertThat(rows("SELECT * FROM files")).isEmpty();
    assertThat(outcome.tally().files()).isZero();
  }

  @Test
  void shouldFindTheDuplicatesThatWasteTheMost() throws Exception {
    write("large1", "x".repeat(100));
    write("large2", "x".repeat(100));
    write("small1", "y".repeat(30));
    write("small2", "y".repeat(30));
    write("small3", "y".repeat(30));
    write("single", "z".repeat(1000));
    write("empty1", "");
    write("empty2", "");

    catalogue(tree);

    assertThat(DuplicateGroup.largest(Database.open(database), 10))
        .containsExactly(
            new DuplicateGroup(2, 100, tree.resolve("large1").toString()),
            new DuplicateGroup(3, 30, tree.resolve("small1").toString()));
  }

  @Test
  void shouldStoreInChunksAndCountEachWithItsFiles() throws Exception {
    for (int i = 0; i < 1_234; i++) {
      write("f" + i, "content " + i);
    }

    CatalogJob.Outcome outcome = catalogue(tree);

    assertThat(rows("SELECT count(*) FROM files")).containsExactly("1234");
    assertThat(rows("SELECT files FROM run WHERE finished IS NOT NULL")).containsExactly("1234");
    assertThat(outcome.report().steps().get(2).received()).isGreaterThanOrEqualTo(3);
  }

  private CatalogJob.Outcome catalogue(Path folder) throws Exception {
    return new CatalogJob(Database.open(database), Roots.of(folder)).run(QUIET);
  }

  private List<String> rows(String sql) throws Exception {
    return Rows.of(database, sql);
  }

  private void write(String name, String content) throws IOException {
    Path file = tree.resolve(name);
    Files.createDirectories(file.getParent());
    Files.write(file, content.getBytes(StandardCharsets.UTF_8));
  }
}
