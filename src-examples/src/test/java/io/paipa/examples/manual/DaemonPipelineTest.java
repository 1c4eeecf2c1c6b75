package io.paipa.examples.manual;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs the program in a JVM of its own, for what matters is when that ends. */
class DaemonPipelineTest {
  private static final int AN_HOUR = 36_000;

  @TempDir private Path directory;

  @Test
  void shouldLetTheJvmWaitForThePipeline() throws IOException, InterruptedException {
    // main ends long before the first tick: that they are all there shows that the JVM waited.
    assertThat(runProgram("3"))
        .containsExactlyInAnyOrder(
            "main ends here, and the JVM waits for the pipeline",
            "tick 1 of 3",
            "tick 2 of 3",
            "tick 3 of 3");
  }

  @Test
  void shouldLetTheJvmExitWithADaemonPipelineAtWork() throws IOException, InterruptedException {
    assertThat(runProgram("--daemon", Integer.toString(AN_HOUR)))
        .contains("main ends here, and the JVM with it")
        .doesNotContain("tick " + AN_HOUR + " of " + AN_HOUR);
  }

  /** Runs the program to its end; gives the lines that it printed. */
  private List<String> runProgram(String... arguments) throws IOException, InterruptedException {
    Path output = directory.resolve("output");
    Process process =
        new ProcessBuilder(command(arguments))
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    try {
      assertThat(process.waitFor(40, TimeUnit.SECONDS)).as("the JVM has exited").isTrue();
      assertThat(process.exitValue()).as(Files.readString(output)).isZero();
      return Files.readAllLines(output);
    } finally {
      process.destroyForcibly();
    }
  }

  private static List<String> command(String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(DaemonPipeline.class.getName());
    command.addAll(List.of(arguments));
    return command;
  }
}
