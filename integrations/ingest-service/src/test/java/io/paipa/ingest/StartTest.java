package io.paipa.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What can't start says why in a line, and leaves nothing behind. */
class StartTest {
  @TempDir private Path folder;

  private void assertEndsAtOnceWith(String reason, Object... arguments) throws Exception {
    try (ServiceProcess service = ServiceProcess.start(folder, arguments)) {
      assertThat(service.awaitEnd()).isEmpty();
      assertThat(service.exitCode()).isEqualTo(2);
      assertThat(Files.readAllLines(folder.resolve("err.txt")))
          .singleElement()
          .asString()
          .startsWith("ingest-service: ")
          .contains(reason);
      assertThat(folder.resolve("orders.db")).doesNotExist();
    }
  }

  @Test
  void shouldSayThatThePortIsInUse() throws Exception {
    try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      assertEndsAtOnceWith(
          "can't listen at 127.0.0.1:" + other.getLocalPort(), "--port", other.getLocalPort());
    }
  }

  @Test
  void shouldSayThatThePortOfTheLivePageIsInUse() throws Exception {
    try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      assertEndsAtOnceWith("--live-port", "--port", 0, "--live-port", other.getLocalPort());
    }
  }

  @Test
  void shouldSayThatThereIsNoSuchPort() throws Exception {
    assertEndsAtOnceWith("can't listen at 127.0.0.1:70000", "--port", 70_000);
    assertEndsAtOnceWith("can't listen at 127.0.0.1:-1", "--port", 0, "--live-port", -1);
  }

  @Test
  void shouldSayThatTheAddressIsNotItsOwn() throws Exception {
    assertEndsAtOnceWith("can't listen at 192.0.2.1:0", "--port", 0, "--address", "192.0.2.1");
    assertEndsAtOnceWith(
        "can't listen at no.such.host.invalid:0", "--port", 0, "--address", "no.such.host.invalid");
  }

  @Test
  void shouldSayThatTheDatabaseCantBeOpened() throws Exception {
    assertEndsAtOnceWith(
        "can't open the database nowhere/orders.db",
        "--port",
        0,
        "--database",
        "nowhere/orders.db");
  }
}
