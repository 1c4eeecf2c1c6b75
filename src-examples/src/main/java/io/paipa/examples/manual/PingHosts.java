package io.paipa.examples.manual;

import io.paipa.Pipeline;
import io.paipa.Report;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.Stream;

/**
 * Pings hosts with 128 workers, fed through a queue.
 *
 * <p>Code that has the queue can feed the pipeline, and need not know of it. The queue never ends,
 * so neither does the pipeline, until it is finished, here at the end of {@code during}; then it
 * works off what the queue holds. A ping is a TCP connection with a time limit. What to ping are
 * the arguments, as {@code host:port}; without any the program opens a few ports on loopback and
 * pings those, and one that is closed.
 */
public final class PingHosts {
  private static final int TIMEOUT_MILLIS = 2_000;

  private final PrintStream out;
  private final PrintStream err;

  PingHosts(PrintStream out, PrintStream err) {
    this.out = out;
    this.err = err;
  }

  public static void main(String[] arguments) throws IOException, InterruptedException {
    PingHosts program = new PingHosts(System.out, System.err);
    if (arguments.length > 0) {
      program.ping(program.parse(arguments));
    } else {
      program.pingSamples();
    }
  }

  /** Pings all targets; tells what became of them. */
  Report ping(List<Target> targets) throws InterruptedException {
    BlockingQueue<Target> queue = new LinkedBlockingQueue<>();
    Pipeline<Target, Void> pipeline =
        Pipeline.<Target>named("ping-hosts")
            .map("ping", PingHosts::ping)
            .workers(128)
            .sink("print", out::println)
            .build();
    pipeline.putQueue(queue);
    return pipeline.during(running -> queue.addAll(targets));
  }

  Report pingSamples() throws IOException, InterruptedException {
    try (SamplePorts ports = new SamplePorts()) {
      return ping(ports.targets());
    }
  }

  /** The targets among the arguments; says of the others what is wrong with them. */
  List<Target> parse(String... arguments) {
    List<Target> targets = new ArrayList<>();
    for (String argument : arguments) {
      try {
        targets.add(Target.parse(argument));
      } catch (URISyntaxException e) {
        err.println("Not a host and port: " + e.getMessage());
      }
    }
    return targets;
  }

  /** That nobody answers is an answer, too, and not a failure of the step. */
  private static String ping(Target target) {
    long start = System.nanoTime();
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(target.host(), target.port()), TIMEOUT_MILLIS);
      return target
          + " answers after "
          + Duration.ofNanos(System.nanoTime() - start).toMillis()
          + " ms";
    } catch (IOException e) {
      return target + " does not answer: " + e;
    }
  }

  /** What to ping. The host is looked up by the worker that pings it. */
  record Target(String host, int port) {
    static Target parse(String text) throws URISyntaxException {
      // A URI's parser knows how host and port are written, IPv6 addresses included.
      URI uri = new URI("tcp://" + text);
      if (uri.getHost() == null || uri.getPort() < 1 || uri.getPort() > 65_535) {
        throw new URISyntaxException(text, "Write it as host:port");
      }
      return new Target(uri.getHost(), uri.getPort());
    }

    @Override
    public String toString() {
      return host + ":" + port;
    }
  }

  /** A few open ports on loopback, and a closed one. */
  private static final class SamplePorts implements AutoCloseable {
    private final List<ServerSocket> open = new ArrayList<>();
    private final Socket closed = new Socket();

    SamplePorts() throws IOException {
      // Bound, so that nobody else gets the port, but not listening.
      closed.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      for (int i = 0; i < 3; i++) {
        ServerSocket socket = new ServerSocket();
        socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        open.add(socket);
      }
    }

    List<Target> targets() {
      return Stream.concat(
              open.stream().map(ServerSocket::getLocalPort), Stream.of(closed.getLocalPort()))
          .map(port -> new Target("127.0.0.1", port))
          .toList();
    }

    @Override
    public void close() throws IOException {
      for (ServerSocket socket : open) {
        socket.close();
      }
      closed.close();
    }
  }
}
