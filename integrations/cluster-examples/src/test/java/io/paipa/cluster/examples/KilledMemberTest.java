package io.paipa.cluster.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** One of three members is killed while it works, and the totals are those of one JVM. */
@DisabledOnOs(OS.WINDOWS) // which does not tell the command lines of processes
@EnabledIfSystemProperty(named = "full", matches = "true")
class KilledMemberTest {
  private static final int FILES = 900;

  /** By four workers on each of three members: 8 s. */
  private static final int MILLIS_PER_FILE = 100;

  @TempDir private Path temp;

  @Test
  void shouldHaveTheTotalsOfOneJvmThoughAMemberIsKilled() throws Exception {
    Path tree = Tree.of(temp, FILES);
    Tree.addUnreadableFile(tree);
    try (CommandProcess run =
        CommandProcess.start("run", "--millis-per-file", MILLIS_PER_FILE, tree)) {
      List<ProcessHandle> members = run.awaitMembers();
      CommandProcess.await("a snapshot was taken", () -> ProgressLine.last(run).safe() > 0);
      int safe = ProgressLine.last(run).safe();
      assertThat(ProgressLine.last(run).settled()).as("is at work").isLessThan(FILES);

      // In this JVM: that starts no other. The first one, which coordinates the others.
      String first = Long.toString(members.get(0).pid());
      assertThat(ClusterCatalog.execute("kill", first)).isZero();
      assertThat(members).filteredOn(ProcessHandle::isAlive).hasSize(2);
      int linesBefore = ProgressLine.of(run).size();

      run.await();
      assertThat(run.errors()).isEmpty();
      assertThat(run.exitCode()).isZero();
      String totals = "900 files, 9,790 bytes, 810 distinct contents, 1 unreadable";
      assertThat(run.out())
          .endsWith(
              "on the members: " + totals, "in one JVM:     " + totals, "the totals are equal");
      assertThat(ProgressLine.of(run).subList(linesBefore, ProgressLine.of(run).size()))
          .as("it goes on from the snapshot")
          .isNotEmpty()
          .allMatch(line -> line.settled() >= safe);
      assertThat(members).noneMatch(ProcessHandle::isAlive);
    }
    try (CommandProcess local = CommandProcess.ended("local", tree)) {
      assertThat(local.out())
          .containsExactly("900 files, 9,790 bytes, 810 distinct contents, 1 unreadable");
    }
  }
}
