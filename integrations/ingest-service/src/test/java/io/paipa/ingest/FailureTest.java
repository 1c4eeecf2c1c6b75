package io.paipa.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What no order is to blame for ends the service, so that a supervisor starts it again. */
class FailureTest {
  @TempDir private Path folder;

  @Test
  void shouldEndWhenItCantStore() throws Exception {
    try (ServiceProcess service = ServiceProcess.start(folder, "--port", 0, "--live-port", 0)) {
      URI orders = service.awaitReady();
      Rows.change(folder.resolve("orders.db"), "DROP TABLE orders");

      HttpResponse<String> answer =
          HttpClient.newHttpClient()
              .send(
                  HttpRequest.newBuilder(URI.create(orders + "?wait"))
                      .header("Content-Type", "application/x-ndjson")
                      .POST(BodyPublishers.ofString(Lines.orders(1)))
                      .build(),
                  BodyHandlers.ofString());

      assertThat(answer.statusCode()).isEqualTo(503);
      assertThat(answer.body()).contains("\"lost\":1");
      service.awaitEnd();
      assertThat(service.exitCode()).isOne();
      assertThat(Files.readString(folder.resolve("err.txt")))
          .contains("pipeline 'orders', step 'store'")
          .contains("no such table: orders");
    }
  }
}
