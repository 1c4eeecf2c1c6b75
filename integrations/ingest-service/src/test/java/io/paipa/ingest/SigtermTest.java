package io.paipa.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** SIGTERM under load loses no line that was accepted, and each request is answered. */
@DisabledOnOs(OS.WINDOWS)
class SigtermTest {
  private static final int TERMINATED = 143;
  private static final int CLIENTS = 8;

  @TempDir private Path folder;

  private Path database() {
    return folder.resolve("orders.db");
  }

  private Set<String> kept() {
    return new HashSet<>(
        Rows.of(database(), "SELECT id FROM orders UNION ALL SELECT id FROM refused"));
  }

  private static Stream<Path> pathEntries() {
    return Stream.of(System.getenv("PATH").split(":", -1)).map(Path::of);
  }

  @Test
  void shouldKeepExactlyWhatItHasAccepted() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(CLIENTS);
    try (ServiceProcess service = ServiceProcess.start(folder, "--port", 0, "--live-port", 0)) {
      URI orders = service.awaitReady();
      List<Future<Feeder>> feeders = new ArrayList<>();
      for (int i = 0; i < CLIENTS; i++) {
        feeders.add(
            threads.submit(
                new Feeder("f" + i, i % 2 == 0 ? orders : URI.create(orders + "?wait"))));
      }
      Awaiting.await(() -> Rows.count(database(), "orders") > 1_000);

      service.terminate();

      List<String> accepted = new ArrayList<>();
      for (Future<Feeder> feeder : feeders) {
        accepted.addAll(feeder.get(20, TimeUnit.SECONDS).accepted());
      }
      assertThat(service.awaitEnd())
          .containsExactly(
              "COMPLETED: %d orders accepted, %d refused, the others stored"
                  .formatted(accepted.size(), Rows.count(database(), "refused")));
      assertThat(service.exitCode()).isEqualTo(TERMINATED);
      assertThat(kept()).hasSizeGreaterThan(1_000).isEqualTo(new HashSet<>(accepted));
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void shouldKeepAFullRingThoughLookUpsAreSlow() throws Exception {
    try (ServiceProcess service =
        ServiceProcess.start(folder, "--port", 0, "--live-port", 0, "--lookup-millis", 150)) {
      URI orders = service.awaitReady();
      HttpResponse<String> answer =
          HttpClient.newHttpClient()
              .send(
                  HttpRequest.newBuilder(orders)
                      .header("Content-Type", "application/x-ndjson")
                      .POST(BodyPublishers.ofString(Lines.orders(2_000)))
                      .build(),
                  BodyHandlers.ofString());
      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(429);

      service.terminate();

      service.awaitEnd();
      assertThat(answer.body()).startsWith("{\"accepted\":%d,".formatted(kept().size()));
    }
  }

  @Test
  void shouldKeepAllThatWrkWasToldOf() throws Exception {
    assumeThat(pathEntries().anyMatch(entry -> Files.isExecutable(entry.resolve("wrk"))))
        .as("wrk is installed (apt-get install wrk)")
        .isTrue();
    try (ServiceProcess service = ServiceProcess.start(folder, "--port", 0, "--live-port", 0)) {
      URI orders = service.awaitReady();
      Process wrk = wrk(orders);
      try {
        Awaiting.await(() -> Rows.count(database(), "orders") > 500);

        service.terminate();

        service.awaitEnd();
        assertThat(wrk.waitFor(30, TimeUnit.SECONDS)).isTrue();
        String said = new String(wrk.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        Matcher accepted = Pattern.compile("accepted lines: (\\d+)").matcher(said);
        assertThat(accepted.find()).as(said).isTrue();
        assertThat((long) kept().size()).isEqualTo(Long.parseLong(accepted.group(1)));
      } finally {
        wrk.destroyForcibly();
      }
    }
  }

  /** Goes on for longer than the service: so no request is cut by the end of wrk. */
  private Process wrk(URI orders) throws IOException {
    return new ProcessBuilder(
            "wrk",
            "-t2",
            "-c8",
            "-d12s",
            "-s",
            Path.of("load", "orders.lua").toAbsolutePath().toString(),
            orders.toString())
        .redirectErrorStream(true)
        .start();
  }
}
