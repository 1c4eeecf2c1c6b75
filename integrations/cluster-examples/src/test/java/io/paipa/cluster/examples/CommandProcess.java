package io.paipa.cluster.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/** The command in a JVM of its own, as a user starts it. */
final class CommandProcess implements AutoCloseable {
  private static final long SECONDS = 100;

  private final Process process;
  private final Path out;
  private final Path err;

  private CommandProcess(Process process, Path out, Path err) {
    this.process = process;
    this.out = out;
    this.err = err;
  }

  static CommandProcess start(Object... arguments) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                ClusterCatalog.class.getName()));
    Stream.of(arguments).map(Object::toString).forEach(command::add);
    Path out = Files.createTempFile("out", ".txt");
    Path err = Files.createTempFile("err", ".txt");
    return new CommandProcess(
        new ProcessBuilder(command)
            .redirectOutput(out.toFile())
            .redirectError(err.toFile())
            .start(),
        out,
        err);
  }

  /** Waits for its end. */
  static CommandProcess ended(Object... arguments) throws IOException, InterruptedException {
    return start(arguments).await();
  }

  CommandProcess await() throws InterruptedException {
    assertThat(process.waitFor(SECONDS, TimeUnit.SECONDS)).as("has ended").isTrue();
    return this;
  }

  /** Waits until something is so. */
  static void await(String what, BooleanSupplier condition) throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("in time: " + what).isLessThan(deadline);
      TimeUnit.MILLISECONDS.sleep(20);
    }
  }

  /** Waits until all members are there, as processes at least. */
  List<ProcessHandle> awaitMembers() throws InterruptedException {
    await("there are three members", () -> members().size() == 3);
    return members();
  }

  private List<ProcessHandle> members() {
    assertThat(process.isAlive()).as("runs").isTrue();
    return RunningMember.all().stream()
        .filter(member -> member.cluster().endsWith("-" + process.pid()))
        .map(RunningMember::process)
        .toList();
  }

  Process process() {
    return process;
  }

  int exitCode() {
    return process.exitValue();
  }

  List<String> out() {
    return lines(out);
  }

  List<String> errors() {
    return lines(err);
  }

  private static List<String> lines(Path file) {
    try {
      return Files.readAllLines(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() throws IOException {
    process.destroyForcibly();
    Files.delete(out);
    Files.delete(err);
  }
}
