package io.paipa.cluster.examples;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** What the kill command may kill. */
@DisabledOnOs(OS.WINDOWS) // which does not tell the command lines of processes
class RunningMemberTest {
  private static boolean isMember(ProcessHandle process) {
    return RunningMember.all().stream().anyMatch(member -> member.pid() == process.pid());
  }

  @Test
  void shouldBeAProcessOfTheProgram() throws Exception {
    MemberProcess member = MemberProcess.start("running-member-test");
    try {
      CommandProcess.await(
          "the process runs its program",
          () -> ProcessHandle.of(member.pid()).filter(RunningMemberTest::isMember).isPresent());
    } finally {
      member.end();
    }
  }

  @Test
  void shouldNotBeAnotherProgramWithTheSameWords() throws Exception {
    String name = Member.class.getName();
    Process other = new ProcessBuilder("bash", "-c", "echo; read", name, "catalogue-1").start();
    try {
      assertThat(other.getInputStream().read()).as("it runs").isEqualTo('\n');
      assertThat(isMember(other.toHandle())).isFalse();
    } finally {
      other.destroyForcibly();
    }
  }
}
