package io.paipa.cluster.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** What can't be done is said in a line. */
class RefusalsTest {
  @TempDir private Path temp;

  /** One line, no stack trace. */
  private static void shouldRefuse(int exitCode, String problem, Object... arguments)
      throws Exception {
    try (CommandProcess refused = CommandProcess.ended(arguments)) {
      assertThat(refused.errors())
          .singleElement()
          .asString()
          .startsWith("cluster-catalog: ")
          .contains(problem);
      assertThat(refused.exitCode()).isEqualTo(exitCode);
    }
  }

  @Test
  void shouldRefuseAFolderThatIsNotThere() throws Exception {
    shouldRefuse(1, "there is no folder " + temp.resolve("none"), "run", temp.resolve("none"));
  }

  @Test
  void shouldRefuseAFileInPlaceOfAFolder() throws Exception {
    Path file = Files.writeString(temp.resolve("file"), "content");
    shouldRefuse(1, file + " is not a folder", "local", file);
  }

  @Test
  void shouldRefuseAFolderWithoutFiles() throws Exception {
    Files.createDirectory(temp.resolve("empty"));
    shouldRefuse(1, "there are no files below " + temp, "run", temp);
  }

  @Test
  void shouldRefuseTimesThatAreNone() throws Exception {
    shouldRefuse(2, "-1 is less than 0", "run", "--millis-per-file", -1, temp);
  }

  @Test
  void shouldRefuseWithoutACommand() throws Exception {
    shouldRefuse(2, "say one of: run, kill, local");
  }

  @Test
  void shouldRefuseToKillWhenNothingRuns() throws Exception {
    assumeThat(RunningMember.all()).as("nobody else runs the example here").isEmpty();
    shouldRefuse(1, "no member runs; start three by: run FOLDER", "kill");
  }

  /** It takes all ports of loopback members: not while other tests want them. */
  @Test
  @EnabledIfSystemProperty(named = "full", matches = "true")
  void shouldSayThatNoPortIsFree() throws Exception {
    Path tree = Tree.of(temp, 1);
    List<ServerSocket> sockets = new ArrayList<>();
    try {
      for (int port = 5701; port <= 5720; port++) {
        take(port, sockets);
      }
      shouldRefuse(1, "none of the ports from 5701 to 5720 on 127.0.0.1 is free", "run", tree);
    } finally {
      for (ServerSocket socket : sockets) {
        socket.close();
      }
    }
  }

  private static void take(int port, List<ServerSocket> sockets) throws IOException {
    try {
      sockets.add(new ServerSocket(port, 1, InetAddress.getLoopbackAddress()));
    } catch (BindException takenAlready) {
      // by another program, which is as good
    }
  }
}
