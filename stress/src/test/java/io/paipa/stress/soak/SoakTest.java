package io.paipa.stress.soak;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A short soak: enough to see that nothing is wrong, too short to see whether it stays flat. */
class SoakTest {
  @TempDir private Path folder;

  @Test
  @Timeout(120)
  void shouldLoadPipelinesAndDrawAChart() throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    Path chart = folder.resolve("soak.svg");
    new SoakRun(new PrintStream(bytes, true, StandardCharsets.UTF_8)).run(3, chart);
    String printed = bytes.toString(StandardCharsets.UTF_8);
    assertThat(printed).contains("wrong 0, ").doesNotContain("items 0,", "pipelines 0,");
    assertThat(Files.readString(chart)).contains("heap after GC, MB", "threads", "items/s");
  }
}
