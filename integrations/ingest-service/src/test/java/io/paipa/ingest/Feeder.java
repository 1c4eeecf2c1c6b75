package io.paipa.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

/**
 * A client that sends without a pause, until the service is no more, and remembers which of its
 * orders were accepted. Every tenth order makes no sense.
 */
final class Feeder implements Callable<Feeder> {
  private static final int LINES = 20;

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final JsonMapper json = new JsonMapper();
  private final String name;
  private final URI orders;
  private final List<String> accepted = new ArrayList<>();
  private int sent;

  /** With {@code ?wait} or without. */
  Feeder(String name, URI orders) {
    this.name = name;
    this.orders = orders;
  }

  @Override
  public Feeder call() throws InterruptedException {
    while (send()) {
      sent += LINES;
    }
    return this;
  }

  private boolean send() throws InterruptedException {
    List<String> ids = new ArrayList<>();
    StringBuilder body = new StringBuilder();
    for (int i = sent; i < sent + LINES; i++) {
      String id = name + "-" + i;
      ids.add(id);
      body.append(Lines.order(id, "c-7", i % 10));
    }
    HttpRequest request =
        HttpRequest.newBuilder(orders)
            .header("Content-Type", "application/x-ndjson")
            .timeout(Duration.ofSeconds(20))
            .POST(BodyPublishers.ofString(body.toString()))
            .build();
    HttpResponse<String> response;
    try {
      response = client.send(request, BodyHandlers.ofString());
    } catch (IOException e) {
      return false; // the service is no more
    }
    accepted.addAll(ids.subList(0, acceptedBy(response)));
    return response.statusCode() != 503;
  }

  private int acceptedBy(HttpResponse<String> response) {
    assertThat(response.statusCode()).as(response.body()).isIn(200, 202, 429, 503);
    if (isOfTheServer(response)) {
      return 0;
    }
    try {
      return json.readTree(response.body()).get("accepted").asInt();
    } catch (JsonProcessingException e) {
      throw new AssertionError("no JSON: " + response.body(), e);
    }
  }

  /** A request that comes while the server stops is refused by the server, before the service. */
  private static boolean isOfTheServer(HttpResponse<String> response) {
    return response.statusCode() == 503
        && response.headers().firstValue("Content-Type").orElse("").startsWith("text/html");
  }

  /** Those of which an answer said that they were accepted. */
  List<String> accepted() {
    return accepted;
  }
}
