package io.paipa.examples.readme;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.paipa.Pipeline;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
class PagesByClientTest {
  @Test
  void shouldFetchAllPages() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(8);
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 200);
    server.setExecutor(threads);
    server.createContext(
        "/",
        exchange -> {
          byte[] body = exchange.getRequestURI().getPath().getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
    Set<String> pages = new ConcurrentSkipListSet<>();
    String host = "http://127.0.0.1:" + server.getAddress().getPort() + "/page-";
    try (Pipeline<URI, Void> pipeline =
        PagesByClient.pages(HttpClient.newHttpClient(), page -> pages.add(page.body())).build()) {
      pipeline.putStream(IntStream.range(0, 200).mapToObj(i -> URI.create(host + i)));
      pipeline.run();
    } finally {
      server.stop(0);
      threads.shutdownNow();
    }
    assertThat(pages).hasSize(200).contains("/page-0", "/page-199");
  }
}
