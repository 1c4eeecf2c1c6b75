package io.paipa.examples.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.condition.OS;

/** The command in a JVM of its own, as a user starts it. */
final class CatalogProcess implements AutoCloseable {
  private static final long SECONDS = 40;

  private final Process process;
  private final Path out;
  private final Path err;

  private CatalogProcess(Process process, Path out, Path err) {
    this.process = process;
    this.out = out;
    this.err = err;
  }

  /** Starts the command in a folder; there, too, goes what it prints. */
  static CatalogProcess start(Path folder, Object... arguments) throws IOException {
    List<String> command = new ArrayList<>(javaCommand());
    Stream.of(arguments).map(Object::toString).forEach(command::add);
    return start(folder, command);
  }

  /**
   * Starts the command where no file may be larger than 3 MB: SQLite's code is not, the JDK's is.
   */
  static CatalogProcess startWithSmallFiles(Path folder) throws IOException {
    List<String> command =
        new ArrayList<>(List.of("bash", "-c", "ulimit -f 3000; exec \"$@\"", ""));
    command.addAll(javaCommand());
    return start(folder, command);
  }

  /** Starts the command on a terminal of its own, on which {@link #type} types. */
  static CatalogProcess startOnTerminal(Path folder, Object... arguments) throws IOException {
    List<String> words = new ArrayList<>(javaCommand());
    Stream.of(arguments).map(Object::toString).forEach(words::add);
    String quoted =
        words.stream()
            .map(word -> "'" + word.replace("'", "'\\''") + "'")
            .collect(Collectors.joining(" "));
    // exec: the JVM itself is what the terminal's Ctrl-C ends
    return start(folder, List.of("script", "-qefc", "exec " + quoted, "/dev/null"));
  }

  private static CatalogProcess start(Path folder, List<String> command) throws IOException {
    Path out = folder.resolve("out.txt");
    Path err = folder.resolve("err.txt");
    Process process =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile())
            .start();
    return new CatalogProcess(process, out, err);
  }

  private static List<String> javaCommand() {
    List<String> command = new ArrayList<>();
    if (OS.LINUX.isCurrentOs()) {
      // a build in the background ignores SIGINT, and so would, by inheritance, what it starts
      command.addAll(List.of("env", "--default-signal=INT"));
    }
    command.addAll(
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            System.getProperty("java.class.path"),
            Catalog.class.getName()));
    return command;
  }

  /** Waits until another program would find so many files in the database. */
  void awaitStored(Path database, long files) throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
    while (stored(database) < files) {
      assertThat(process.isAlive()).as("is running").isTrue();
      assertThat(System.nanoTime()).as("in time").isLessThan(deadline);
      TimeUnit.MILLISECONDS.sleep(5);
    }
  }

  private static long stored(Path database) {
    try {
      return Files.exists(database)
          ? Long.parseLong(Rows.value(database, "SELECT count(*) FROM files"))
          : 0;
    } catch (SQLException notMadeYet) {
      return 0;
    }
  }

  /** Waits for the end. */
  CatalogProcess await() throws InterruptedException {
    assertThat(process.waitFor(SECONDS, TimeUnit.SECONDS)).as("has ended").isTrue();
    return this;
  }

  /** Sends a signal by its name. */
  void signal(String name) throws IOException, InterruptedException {
    Command.shell("kill -s \"$1\" \"$2\"", name, process.pid());
  }

  /** Types on its terminal. */
  void type(String keys) throws IOException {
    process.getOutputStream().write(keys.getBytes(StandardCharsets.US_ASCII));
    process.getOutputStream().flush();
  }

  int exitCode() {
    return process.exitValue();
  }

  String out() throws IOException {
    return Files.readString(out);
  }

  List<String> errorLines() throws IOException {
    return Files.readAllLines(err);
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
