package io.paipa.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The README's second command, word for word but for the port, feeds the service. */
class ReadmeTest {
  @TempDir private Path folder;

  private static String secondCommand() throws Exception {
    return Files.readAllLines(Path.of("README.md")).stream()
        .filter(line -> line.startsWith("    seq "))
        .findFirst()
        .orElseThrow();
  }

  @Test
  @EnabledOnOs(OS.LINUX) // "split --filter" is GNU's
  void shouldFeedTheService() throws Exception {
    try (ServiceProcess service = ServiceProcess.start(folder, "--port", 0, "--live-port", 0)) {
      URI orders = service.awaitReady();
      Process feed =
          new ProcessBuilder(
                  "bash", "-c", secondCommand().replace("127.0.0.1:8080", orders.getAuthority()))
              .redirectErrorStream(true)
              .start();
      try {
        assertThat(feed.waitFor(40, TimeUnit.SECONDS)).isTrue();
        String said = new String(feed.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(said.strip()).isEqualTo("100 {\"accepted\":200}");
      } finally {
        feed.destroyForcibly();
      }
      service.terminate();

      service.awaitEnd();
      assertThat(Rows.count(folder.resolve("orders.db"), "orders")).isEqualTo(20_000);
    }
  }
}
