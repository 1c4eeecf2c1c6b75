package io.paipa.examples.manual;

import static org.assertj.core.api.Assertions.assertThat;

import io.paipa.Report;
import io.paipa.StepReport;
import io.paipa.examples.manual.PingHosts.Target;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class PingHostsTest {
  private final Output out = new Output();
  private final Output err = new Output();
  private final PingHosts program = new PingHosts(out.stream(), err.stream());

  @Test
  void shouldTellOpenPortsFromClosedOnes() throws IOException, InterruptedException {
    try (ServerSocket open = new ServerSocket();
        Socket closed = new Socket()) {
      open.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      // Bound, but not listening.
      closed.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      Target answering = new Target("127.0.0.1", open.getLocalPort());
      Target silent = new Target("127.0.0.1", closed.getLocalPort());

      program.ping(List.of(answering, silent));

      assertThat(out.lines())
          .hasSize(2)
          .anyMatch(line -> line.matches(answering + " answers after \\d+ ms"))
          .anyMatch(
              line -> line.startsWith(silent + " does not answer: java.net.ConnectException"));
    }
  }

  @Test
  void shouldWorkOffTheQueueWhenStopped() throws IOException, InterruptedException {
    try (Socket closed = new Socket()) {
      closed.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      Target target = new Target("127.0.0.1", closed.getLocalPort());

      Report report = program.ping(Collections.nCopies(2_000, target));

      assertThat(out.lines()).hasSize(2_000);
      StepReport ping = report.steps().get(0);
      assertThat(ping.workers()).isEqualTo(128);
      assertThat(ping.done()).isEqualTo(2_000);
    }
  }

  @Test
  void shouldStopWithAnEmptyQueue() throws InterruptedException {
    assertThat(program.ping(List.of()).accepted()).isZero();
  }

  @Test
  void shouldPingItsOwnPortsWithoutArguments() throws IOException, InterruptedException {
    program.pingSamples();

    assertThat(out.lines()).hasSize(4);
    assertThat(out.lines()).filteredOn(line -> line.contains(" answers after ")).hasSize(3);
    assertThat(out.lines()).filteredOn(line -> line.contains(" does not answer: ")).hasSize(1);
  }

  @Test
  void shouldSayInOneLineWhatIsWrongWithATarget() {
    List<Target> targets =
        program.parse(
            "localhost:80", "localhost", "[::1]:22", "a b:1", ":80", "localhost:99999", "");

    assertThat(targets).containsExactly(new Target("localhost", 80), new Target("[::1]", 22));
    assertThat(err.lines())
        .hasSize(5)
        .allMatch(line -> line.startsWith("Not a host and port: "))
        .contains("Not a host and port: Write it as host:port: localhost");
  }
}
