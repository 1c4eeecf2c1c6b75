package io.paipa.examples.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import io.paipa.Pipeline;
import io.paipa.Report;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * What becomes of files that can't be read.
 *
 * <p>A superuser may read everything, so permissions are no means here. The pipeline is given paths
 * as a walk would find them, of files that are gone by then.
 */
class FailedFilesTest {
  @TempDir private Path temp;
  private Path tree;
  private Path database;

  @BeforeEach
  void makeTree() throws IOException {
    tree = Files.createDirectories(temp.toRealPath().resolve("tree"));
    database = temp.toRealPath().resolve("catalog.db");
  }

  @Test
  void shouldListAFileThatCannotBeReadAndGoOn() throws Exception {
    Path vanished = tree.resolve("vanished");
    Path there = Files.writeString(tree.resolve("there"), "one");

    Report report = catalogue(List.of(vanished, there));

    assertThat(Rows.of(database, "SELECT path, reason FROM failed"))
        .containsExactly(vanished + "|not there any more");
    assertThat(Rows.of(database, "SELECT path FROM files")).containsExactly(there.toString());
    assertThat(report.steps().get(0).deadLettered()).isEqualTo(1);
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void shouldListAFileThatOpensAndBreaksOff() throws Exception {
    Path memory = Path.of("/proc/self/mem").toRealPath(); // its first byte is nobody's

    catalogue(List.of(memory));

    assertThat(Rows.of(database, "SELECT path, reason FROM failed"))
        .containsExactly(memory + "|IOException: Input/output error");
  }

  @Test
  void shouldMoveTheRowWhenAFileBecomesReadable() throws Exception {
    Path file = tree.resolve("comes");
    catalogue(List.of(file));
    Files.writeString(file, "one");

    catalogue(List.of(file));

    assertThat(Rows.of(database, "SELECT path FROM files")).containsExactly(file.toString());
    assertThat(Rows.of(database, "SELECT path FROM failed")).isEmpty();
  }

  @Test
  void shouldMoveTheRowWhenAFileBecomesUnreadable() throws Exception {
    Path file = Files.writeString(tree.resolve("goes"), "one");
    catalogue(List.of(file));
    Files.delete(file);

    catalogue(List.of(file));

    assertThat(Rows.of(database, "SELECT path FROM files")).isEmpty();
    assertThat(Rows.of(database, "SELECT path FROM failed")).containsExactly(file.toString());
  }

  @Test
  void shouldForgetAFailureWhenAWholeRunFindsNothingThere() throws Exception {
    catalogue(List.of(tree.resolve("vanished")));

    catalogue(List.of());

    assertThat(Rows.of(database, "SELECT path FROM failed")).isEmpty();
  }

  /** SQLite has one writer at a time; here hashing workers and the storing one both want to. */
  @Test
  void shouldWriteFilesAndFailuresSideBySide() throws Exception {
    List<Path> paths = new ArrayList<>();
    for (int i = 0; i < 3_000; i++) {
      paths.add(Files.writeString(tree.resolve("there" + i), "content"));
      paths.add(tree.resolve("vanished" + i));
    }

    catalogue(paths);

    assertThat(Rows.value(database, "SELECT count(*) FROM files")).isEqualTo("3000");
    assertThat(Rows.value(database, "SELECT count(*) FROM failed")).isEqualTo("3000");
  }

  private Report catalogue(List<Path> paths) throws SQLException, InterruptedException {
    Database opened = Database.open(database);
    Run run = Run.begin(opened, List.of(tree));
    Tally tally = new Tally();
    Report report;
    try (FailedFiles failed = FailedFiles.open(opened, run, tally);
        Pipeline<Path, Integer> pipeline =
            CatalogJob.pipeline(opened, run, failed, tally).build()) {
      pipeline.putIterable(paths);
      pipeline.run();
      report = pipeline.report();
    }
    run.complete();
    return report;
  }
}
