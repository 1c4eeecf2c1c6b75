package io.paipa.ingest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.paipa.CheckedFunction;
import io.paipa.Pipeline;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;

/** The service in this JVM, with its parts as {@link IngestService} puts them together. */
final class RunningService implements AutoCloseable {
  private static final JsonMapper JSON = new JsonMapper();
  private static final Customers QUICK = new Customers(Duration.ofMillis(1));

  /** What a client gets. */
  record Got(int status, JsonNode body, HttpResponse<String> response) {
    String error() {
      return body.path("error").asText();
    }
  }

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final Path database;
  private final OrderStore store;
  private final Pipeline<Order, Void> pipeline;
  private final IngestServer server;

  private RunningService(
      Path folder,
      CheckedFunction<Order, EnrichedOrder> lookup,
      Limits limits,
      PrometheusMeterRegistry registry)
      throws Exception {
    database = folder.resolve("orders.db");
    server = IngestServer.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), limits);
    store = OrderStore.open(database, Duration.ofMillis(500));
    pipeline = OrderPipeline.of(lookup, store).build().start();
    server
        .serve("/orders", new OrdersHandler(Intake.of(pipeline), limits))
        .serve("/health", new HealthHandler(pipeline))
        .serve("/metrics", new MetricsHandler(registry, pipeline))
        .start();
  }

  static RunningService in(Path folder) throws Exception {
    return in(folder, Limits.DEFAULT);
  }

  static RunningService in(Path folder, Limits limits) throws Exception {
    return new RunningService(folder, QUICK::enrich, limits, newRegistry());
  }

  static RunningService in(Path folder, PrometheusMeterRegistry registry) throws Exception {
    return new RunningService(folder, QUICK::enrich, Limits.DEFAULT, registry);
  }

  /** One with look-ups of the test's own. */
  static RunningService with(Path folder, CheckedFunction<Order, EnrichedOrder> lookup)
      throws Exception {
    return new RunningService(folder, lookup, Limits.DEFAULT, newRegistry());
  }

  /** One in which look-ups take longer than a test. */
  static RunningService stuckIn(Path folder, Limits limits) throws Exception {
    return new RunningService(
        folder, new Customers(Duration.ofHours(1))::enrich, limits, newRegistry());
  }

  private static PrometheusMeterRegistry newRegistry() {
    return new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  }

  Got post(String lines) throws IOException, InterruptedException {
    return post("/orders", BodyPublishers.ofString(lines));
  }

  Got postAndWait(String lines) throws IOException, InterruptedException {
    return post("/orders?wait", BodyPublishers.ofString(lines));
  }

  Got post(String path, BodyPublisher body) throws IOException, InterruptedException {
    return send(request(path).header("Content-Type", "application/x-ndjson").POST(body).build());
  }

  Got get(String path) throws IOException, InterruptedException {
    return send(request(path).build());
  }

  HttpResponse<String> metrics() {
    try {
      return client.send(request("/metrics").build(), BodyHandlers.ofString());
    } catch (IOException | InterruptedException e) {
      throw new AssertionError("no metrics", e);
    }
  }

  HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path))
        .timeout(Duration.ofSeconds(20));
  }

  Got send(HttpRequest request) throws IOException, InterruptedException {
    HttpResponse<String> response = client.send(request, BodyHandlers.ofString());
    boolean json =
        response.headers().firstValue("Content-Type").orElse("").startsWith("application/json");
    return new Got(response.statusCode(), JSON.readTree(json ? response.body() : "{}"), response);
  }

  /** A connection of a client that does not keep to the rules. */
  Socket connect() throws IOException {
    Socket socket = new Socket();
    connect(socket);
    return socket;
  }

  void connect(Socket socket) throws IOException {
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port()));
    socket.setSoTimeout(20_000);
  }

  Pipeline<Order, Void> pipeline() {
    return pipeline;
  }

  Path database() {
    return database;
  }

  long stored() {
    return Rows.count(database, "orders");
  }

  /** Works off what was accepted, and ends. */
  void drain() throws InterruptedException {
    pipeline.drain(Duration.ofSeconds(10));
  }

  @Override
  public void close() throws SQLException {
    pipeline.abort();
    pipeline.completion().toCompletableFuture().join();
    server.close();
    store.close();
  }
}
