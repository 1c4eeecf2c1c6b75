package io.paipa.examples.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command as a user meets it: what it prints, and its exit code. */
class CatalogCommandTest {
  @TempDir private Path temp;
  private Path tree;

  @BeforeEach
  void makeTree() throws IOException {
    tree = Files.createDirectories(temp.resolve("tree"));
    Files.writeString(tree.resolve("a"), "content");
    Files.writeString(tree.resolve("b"), "content");
  }

  @Test
  void shouldSayWhatItDid() throws Exception {
    try (CatalogProcess catalog = CatalogProcess.start(temp, tree, "new.db").await()) {
      assertThat(catalog.exitCode()).isZero();
      assertThat(catalog.errorLines()).isEmpty();
      assertThat(catalog.out())
          .containsPattern("2 files, 0.0 MB stored in .* files/s, .* MB/s")
          .containsPattern("2 \\| +7 \\| +7 \\| .*/tree/a") // the duplicates
          .containsPattern("hash +\\| +4 \\| +2 \\| +2 ") // the ledger
          .containsPattern("store +\\| +[0-9.]+ s \\| +\\d+ % "); // the workers' times
    }
    assertThat(Rows.value(temp.resolve("new.db"), "SELECT count(*) FROM files")).isEqualTo("2");
  }

  @Test
  void shouldStoreInTheCurrentFolderByDefault() throws Exception {
    try (CatalogProcess catalog = CatalogProcess.start(temp, tree).await()) {
      assertThat(catalog.exitCode()).isZero();
    }
    assertThat(temp.resolve("catalog.db")).exists();
  }

  @Test
  void shouldCatalogueTheRunningJdkByDefault() throws Exception {
    try (CatalogProcess catalog = CatalogProcess.start(temp).await()) {
      assertThat(catalog.exitCode()).isZero();
      assertThat(catalog.out()).contains(" files/s");
    }
    Path database = temp.resolve("catalog.db");
    assertThat(
            Rows.of(
                database,
                "SELECT kind, class_name FROM files"
                    + " WHERE path = 'jrt:/java.base/java/lang/Object.class'"))
        .containsExactly("class|java.lang.Object");
    assertThat(Rows.of(database, "SELECT kind FROM files WHERE path LIKE '%/lib/modules'"))
        .containsExactly("jimage");
  }

  @Test
  void shouldRefuseAFolderThatIsNotThere() throws Exception {
    shouldRefuse("there is no folder " + temp.resolve("none"), temp.resolve("none"), "a.db");
    assertThat(temp.resolve("a.db")).doesNotExist();
  }

  @Test
  void shouldRefuseAFileInPlaceOfAFolder() throws Exception {
    shouldRefuse(tree.resolve("a") + " is not a folder", tree.resolve("a"), "a.db");
  }

  @Test
  void shouldRefuseADatabaseInAFolderThatIsNotThere() throws Exception {
    Path database = temp.resolve("none/a.db");

    shouldRefuse(
        "can't open the database " + database + ": no folder " + database.getParent(),
        tree,
        database);
  }

  @Test
  void shouldRefuseAFolderInPlaceOfADatabase() throws Exception {
    shouldRefuse("can't open the database " + tree + ": [SQLITE_CANTOPEN", tree, tree);
  }

  @Test
  void shouldRefuseAFileThatIsNoDatabaseAndLeaveItAlone() throws Exception {
    Path letter = Files.writeString(temp.resolve("letter"), "Dear Sir or Madam,\n".repeat(100));

    shouldRefuse("can't open the database " + letter + ": [SQLITE_NOTADB]", tree, letter);

    assertThat(letter).content().startsWith("Dear Sir").endsWith("Madam,\n");
  }

  @Test
  void shouldRefuseADatabaseOfSomethingElseAndLeaveItAlone() throws Exception {
    Path database = temp.resolve("accounts.db");
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + database);
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE TABLE files (account INTEGER)");
    }
    byte[] before = Files.readAllBytes(database);

    shouldRefuse(database + " is a database, but not a catalogue", tree, database);

    assertThat(database).hasBinaryContent(before);
  }

  @Test
  void shouldRefuseOptionsItDoesNotKnow() throws Exception {
    try (CatalogProcess catalog = CatalogProcess.start(temp, "--fast").await()) {
      assertThat(catalog.exitCode()).isEqualTo(2);
      assertThat(catalog.errorLines())
          .singleElement()
          .asString()
          .startsWith("catalog: Unknown option: '--fast'");
    }
  }

  @Test
  void shouldHelp() throws Exception {
    try (CatalogProcess catalog = CatalogProcess.start(temp, "--help").await()) {
      assertThat(catalog.exitCode()).isZero();
      assertThat(catalog.out()).contains("FOLDER", "DATABASE", "catalog.db");
    }
  }

  /** One line, no stack trace. */
  private void shouldRefuse(String problem, Object... arguments) throws Exception {
    try (CatalogProcess catalog = CatalogProcess.start(temp, arguments).await()) {
      assertThat(catalog.exitCode()).isEqualTo(1);
      assertThat(catalog.errorLines()).singleElement().asString().startsWith("catalog: " + problem);
    }
  }
}
