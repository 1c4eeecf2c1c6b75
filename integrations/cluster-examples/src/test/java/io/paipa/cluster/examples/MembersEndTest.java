package io.paipa.cluster.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** No member outlives the command, and no command the members. */
@DisabledOnOs(OS.WINDOWS) // which does not tell the command lines of processes
@EnabledIfSystemProperty(named = "full", matches = "true")
class MembersEndTest {
  private static final int FOR_LONG = 10_000;

  @TempDir private Path temp;

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void shouldEndTheMembersWhenTheCommandIsKilled(boolean atOnce) throws Exception {
    Path tree = Tree.of(temp, 100);
    try (CommandProcess run = CommandProcess.start("run", "--millis-per-file", FOR_LONG, tree)) {
      List<ProcessHandle> members = run.awaitMembers();

      if (atOnce) {
        run.process().destroyForcibly(); // SIGKILL
      } else {
        run.process().toHandle().destroy(); // SIGTERM
      }

      run.await();
      CommandProcess.await(
          "the members end", () -> members.stream().noneMatch(ProcessHandle::isAlive));
    }
  }

  @Test
  void shouldEndTheCommandWhenNoMemberIsLeft() throws Exception {
    Path tree = Tree.of(temp, 100);
    try (CommandProcess run = CommandProcess.start("run", "--millis-per-file", FOR_LONG, tree)) {
      List<ProcessHandle> members = run.awaitMembers();
      CommandProcess.await("it works", () -> !ProgressLine.of(run).isEmpty());
      try (CommandProcess kill = CommandProcess.ended("kill", ProcessHandle.current().pid())) {
        assertThat(kill.exitCode()).isEqualTo(1);
        assertThat(kill.errors())
            .singleElement()
            .asString()
            .startsWith(
                "cluster-catalog: process "
                    + ProcessHandle.current().pid()
                    + " is no member; these are: ");
      }

      for (ProcessHandle member : members) {
        assertThat(ClusterCatalog.execute("kill", String.valueOf(member.pid()))).isZero();
      }

      run.await();
      assertThat(run.errors()).containsExactly("cluster-catalog: no member is left");
      assertThat(run.exitCode()).isEqualTo(1);
    }
  }
}
