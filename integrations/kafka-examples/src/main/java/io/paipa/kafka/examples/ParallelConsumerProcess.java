package io.paipa.kafka.examples;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The parallel consumer, in a process of its own, since it does not run with the client of this
 * one: see the module {@code kafka-peer}. The process lives as long as this, so that it is warm. It
 * gets each task as a line, and answers with a line.
 */
final class ParallelConsumerProcess implements Contender, AutoCloseable {
  private final Process process;
  private final PrintStream tasks;
  private final BufferedReader answers;

  /**
   * Starts it.
   *
   * @param jar of the module {@code kafka-peer}, with all that it needs
   */
  ParallelConsumerProcess(Path jar) throws IOException {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    process =
        new ProcessBuilder(List.of(java, "-jar", jar.toString()))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    tasks = new PrintStream(process.getOutputStream(), true, UTF_8);
    answers = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8));
  }

  @Override
  public String title() {
    return "parallel consumer";
  }

  @Override
  public double recordsPerSecond(Task task) throws IOException {
    tasks.println(
        String.join(
            " ",
            task.bootstrapServers(),
            task.topic(),
            String.valueOf(task.inFlight()),
            String.valueOf(task.records()),
            String.valueOf(task.millis())));
    String answer = answers.readLine();
    if (answer == null) {
      throw new IOException("the parallel consumer's process has ended; its error is above");
    }
    return Double.parseDouble(answer);
  }

  /** It ends when there are no more tasks. */
  @Override
  public void close() {
    tasks.close();
    process
        .onExit()
        .orTimeout(30, TimeUnit.SECONDS)
        .exceptionally(late -> process.destroyForcibly())
        .join();
  }
}
