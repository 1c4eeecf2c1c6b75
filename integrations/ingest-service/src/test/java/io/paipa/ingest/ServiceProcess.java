package io.paipa.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The command in a JVM of its own, as a user starts it. */
final class ServiceProcess implements AutoCloseable {
  private static final String READY = "ready: ";

  private final Process process;
  private final BufferedReader out;

  private ServiceProcess(Process process) {
    this.process = process;
    out = process.inputReader(StandardCharsets.UTF_8);
  }

  static ServiceProcess start(Path folder, Object... arguments) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                IngestService.class.getName()));
    Stream.of(arguments).map(Object::toString).forEach(command::add);
    return new ServiceProcess(
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectError(folder.resolve("err.txt").toFile())
            .start());
  }

  /** Waits until it listens. */
  URI awaitReady() throws IOException {
    String line = out.readLine();
    assertThat(line).as("the first line").startsWith(READY);
    return URI.create(line.substring(READY.length(), line.indexOf(',')));
  }

  /** Sends SIGTERM, and leaves the output open. */
  void terminate() {
    process.toHandle().destroy();
  }

  /** Waits for the end, and gives what was printed since it was ready. */
  List<String> awaitEnd() throws InterruptedException {
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).as("has ended").isTrue();
    return out.lines().toList();
  }

  int exitCode() {
    return process.exitValue();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
