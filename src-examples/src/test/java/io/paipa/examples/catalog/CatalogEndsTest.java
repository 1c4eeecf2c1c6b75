package io.paipa.examples.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.paipa.PipelineException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sqlite.SQLiteConfig;

/** What is in the database when a run does not come to its end. */
@DisabledOnOs(OS.WINDOWS)
class CatalogEndsTest {
  /** Long to hash, and next to nothing on the disk: files with nothing but a hole. */
  private static final int HOLES = 4_000;

  private static final long HOLE_BYTES = 8 << 20;

  private static final String CTRL_C = "\u0003";

  private static final PrintStream QUIET = new PrintStream(OutputStream.nullOutputStream());

  @TempDir private Path temp;
  private Path tree;
  private Path database;

  @BeforeEach
  void makeTree() throws IOException {
    tree = Files.createDirectories(temp.resolve("tree"));
    database = temp.resolve("catalog.db");
  }

  @ParameterizedTest
  @CsvSource({"INT, 130", "TERM, 143"})
  void shouldStoreWhatItHasReadWhenToldToStop(String signal, int exitCode) throws Exception {
    makeHoles();
    try (CatalogProcess catalog = CatalogProcess.start(temp, tree)) {
      catalog.awaitStored(database, 1);
      catalog.signal(signal);
      catalog.await();

      assertThat(catalog.exitCode()).isEqualTo(exitCode);
      assertThat(catalog.errorLines()).isEmpty();
      String stored = Rows.value(database, "SELECT printf('%,d', count(*)) FROM files");
      assertThat(catalog.out()).contains("stopped: " + stored + " files, ");
    }
    assertThat(Long.parseLong(Rows.value(database, "SELECT count(*) FROM files")))
        .isBetween(1L, HOLES - 1L);
    assertThat(temp.resolve("catalog.db-wal")).as("all is in the one file").doesNotExist();
    assertThatDatabaseIsWhole();
  }

  /** Where it shows a bar, with a library that knows terminals. */
  @Test
  @EnabledOnOs(OS.LINUX)
  void shouldStoreWhatItHasReadAtCtrlCOnATerminal() throws Exception {
    assumeThat(Path.of("/usr/bin/script")).as("what makes a terminal").isExecutable();
    makeHoles();
    try (CatalogProcess catalog = CatalogProcess.startOnTerminal(temp, tree)) {
      catalog.awaitStored(database, 1);
      catalog.type(CTRL_C);
      catalog.await();

      assertThat(catalog.exitCode()).isEqualTo(130);
      String stored = Rows.value(database, "SELECT printf('%,d', count(*)) FROM files");
      assertThat(catalog.out()).contains("catalog  ? %", "stopped: " + stored + " files, ");
    }
    assertThatDatabaseIsWhole();
  }

  @Test
  void shouldForgetNothingWhenToldToStop() throws Exception {
    makeHoles();
    Path once = Files.createDirectories(tree.resolve("once"));
    Files.writeString(once.resolve("goes"), "content");
    new CatalogJob(Database.open(database), Roots.of(once)).run(QUIET);
    assertThat(Rows.value(database, "SELECT count(*) FROM files")).isEqualTo("1");
    Files.delete(once.resolve("goes"));

    try (CatalogProcess catalog = CatalogProcess.start(temp, tree)) {
      catalog.awaitStored(database, 2);
      catalog.signal("INT");
      catalog.await();

      assertThat(catalog.exitCode()).isEqualTo(130);
    }

    assertThat(Rows.of(database, "SELECT size FROM files WHERE path LIKE '%/once/goes'"))
        .containsExactly("7");
  }

  @RepeatedTest(2)
  void shouldHaveWholeChunksWhenKilled() throws Exception {
    try (CatalogProcess catalog = CatalogProcess.start(temp)) {
      catalog.awaitStored(database, 1 + new Random().nextInt(10_000));
      catalog.signal("KILL");
      catalog.await();

      assertThat(catalog.exitCode()).as("killed").isEqualTo(137);
    }
    assertThatDatabaseIsWhole();
  }

  @Test
  void shouldHaveWholeChunksWhenTheDiskIsFull() throws Exception {
    writeFiles(3_000);

    assertThatThrownBy(this::catalogueOnAFullDisk)
        .rootCause()
        .isInstanceOf(SQLException.class)
        .hasMessageContaining("SQLITE_FULL");

    assertThat(Long.parseLong(Rows.value(database, "SELECT count(*) FROM files")))
        .isBetween(1L, 2_999L);
    assertThatDatabaseIsWhole();
  }

  @Test
  void shouldCompleteTheCatalogueWhenTheDiskHasRoomAgain() throws Exception {
    writeFiles(3_000);
    assertThatThrownBy(this::catalogueOnAFullDisk).isInstanceOf(PipelineException.class);

    new CatalogJob(Database.open(database), Roots.of(tree)).run(QUIET);

    assertThat(Rows.value(database, "SELECT count(*) FROM files")).isEqualTo("3000");
  }

  /** The system refuses to let a file grow: what a full disk is to a whole program. */
  @Test
  void shouldSayInALineThatItCannotWrite() throws Exception {
    try (CatalogProcess catalog = CatalogProcess.startWithSmallFiles(temp).await()) {
      assertThat(catalog.exitCode()).isEqualTo(1);
      assertThat(catalog.errorLines())
          .singleElement()
          .asString()
          .startsWith("catalog: can't write to the database: [SQLITE_");
    }
    assertThatDatabaseIsWhole();
  }

  private void catalogueOnAFullDisk() throws SQLException, InterruptedException {
    SQLiteConfig tight = new SQLiteConfig();
    tight.setMaxPageCount(80);
    new CatalogJob(Database.open(database, tight), Roots.of(tree)).run(QUIET);
  }

  private void writeFiles(int count) throws IOException {
    for (int i = 0; i < count; i++) {
      Files.writeString(tree.resolve("file" + i), "content " + i);
    }
  }

  private void makeHoles() throws IOException {
    for (int i = 0; i < HOLES; i++) {
      try (RandomAccessFile file = new RandomAccessFile(tree.resolve("hole" + i).toFile(), "rw")) {
        file.setLength(HOLE_BYTES);
      }
    }
  }

  /** Each chunk's transaction counts its files in the run's row. */
  private void assertThatDatabaseIsWhole() throws SQLException {
    assertThat(Rows.value(database, "PRAGMA integrity_check")).isEqualTo("ok");
    assertThat(Rows.value(database, "SELECT count(*) FROM files WHERE run = 1"))
        .isEqualTo(Rows.value(database, "SELECT files FROM run WHERE id = 1"));
  }
}
