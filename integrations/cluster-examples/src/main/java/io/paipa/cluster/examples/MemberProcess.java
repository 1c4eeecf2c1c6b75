package io.paipa.cluster.examples;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A member in a process of its own, on the same Java with the same classes. */
final class MemberProcess {
  private static final long PATIENCE_SECONDS = 60;

  private final Process process;
  private final CompletableFuture<String> firstLine = new CompletableFuture<>();

  private MemberProcess(Process process) {
    this.process = process;
  }

  /** Starts it, and does not wait. */
  static MemberProcess start(String cluster) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "-XX:+UseSerialGC",
                "-Dhazelcast.logging.type=none", // the loss of a member fills pages
                Member.class.getName(),
                cluster)
            .redirectError(ProcessBuilder.Redirect.INHERIT);
    // Not as an option: the command line stays short, and so can be read whole by the kill command.
    builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
    MemberProcess member = new MemberProcess(builder.start());
    Thread reader = new Thread(member::readFirstLine, "member-" + member.pid());
    reader.setDaemon(true);
    reader.start();
    return member;
  }

  private void readFirstLine() {
    try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
      firstLine.complete(Objects.requireNonNullElse(out.readLine(), "it has ended"));
    } catch (IOException | UncheckedIOException e) {
      firstLine.complete("it can't be heard: " + e.getMessage());
    }
  }

  /** Waits until it is a member, and gives its address. */
  String awaitReady() throws ProblemException, InterruptedException {
    String line;
    try {
      line = firstLine.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException | ExecutionException e) {
      line = "it is not ready after " + PATIENCE_SECONDS + " s";
    }
    if (!line.startsWith(Member.READY)) {
      throw new ProblemException("member " + pid() + " did not start: " + line);
    }
    return line.substring(Member.READY.length());
  }

  long pid() {
    return process.pid();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  CompletableFuture<Process> onExit() {
    return process.onExit();
  }

  /** Ends it at once. */
  void end() {
    process.destroyForcibly();
  }
}
