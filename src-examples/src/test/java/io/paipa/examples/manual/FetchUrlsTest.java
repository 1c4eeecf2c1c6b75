package io.paipa.examples.manual;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FetchUrlsTest {
  private final Output out = new Output();
  private final Output err = new Output();
  private final FetchUrls program = new FetchUrls(out.stream(), err.stream());
  private final CountDownLatch threeDownloads = new CountDownLatch(3);
  private final ExecutorService handlers = Executors.newFixedThreadPool(4);
  private final Socket closed = new Socket();
  private HttpServer server;

  @BeforeEach
  void startServer() throws IOException {
    closed.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(handlers);
    server.createContext("/page", exchange -> answer(exchange, 200));
    server.createContext("/broken", exchange -> answer(exchange, 500));
    server.createContext("/together", this::answerTogether);
    server.start();
  }

  @AfterEach
  void stopServer() throws IOException {
    closed.close();
    server.stop(0);
    handlers.shutdownNow();
  }

  @Test
  void shouldPrintEveryPage() throws InterruptedException {
    List<URI> urls = IntStream.range(0, 30).mapToObj(i -> url("/page/" + i)).toList();

    assertThat(program.fetch(urls)).isEqualTo(30);

    assertThat(out.lines()).hasSize(60);
    for (URI url : urls) {
      int heading = out.lines().indexOf("== Fetched " + url + " ==");
      assertThat(out.lines().get(heading + 1)).isEqualTo("This is " + url.getPath());
    }
    assertThat(err.lines()).isEmpty();
  }

  @Test
  void shouldReportWhatCannotBeFetchedAndGoOn() throws InterruptedException {
    List<URI> urls = List.of(url("/broken"), url("/none"), unreachable(), url("/page/last"));

    assertThat(program.fetch(urls)).isEqualTo(1);

    assertThat(out.lines()).contains("This is /page/last");
    assertThat(err.lines())
        .hasSize(3)
        .contains("Could not fetch " + url("/broken") + ": java.io.IOException: HTTP status 500")
        .contains("Could not fetch " + url("/none") + ": java.io.IOException: HTTP status 404")
        .anyMatch(line -> line.startsWith("Could not fetch " + unreachable()));
  }

  @Test
  void shouldDownloadThreePagesAtATime() throws InterruptedException {
    List<URI> urls = IntStream.range(0, 3).mapToObj(i -> url("/together/" + i)).toList();

    assertThat(program.fetch(urls)).isEqualTo(3);

    assertThat(err.lines()).isEmpty();
  }

  @Test
  void shouldSayInOneLineWhatIsWrongWithAUrl() {
    List<URI> urls =
        program.parse("http://a b/", "example.com", "ftp://127.0.0.1/", "http:///x", "");

    assertThat(urls).isEmpty();
    assertThat(err.lines())
        .hasSize(5)
        .allMatch(line -> line.startsWith("Not a URL: "))
        // What comes between is the JDK's own text, and differs from version to version.
        .anyMatch(line -> line.endsWith(": http://a b/"))
        .contains("Not a URL: It has to begin with http:// or https:// and a host: example.com");
  }

  @Test
  void shouldKeepTheUrlsBesideABadOne() {
    assertThat(program.parse("http://127.0.0.1/1", ":", "HTTPS://[::1]:8443/2"))
        .containsExactly(URI.create("http://127.0.0.1/1"), URI.create("HTTPS://[::1]:8443/2"));
  }

  @Test
  void shouldServeItsOwnPagesWithoutArguments() throws IOException, InterruptedException {
    assertThat(program.fetchSamples()).isEqualTo(4);

    assertThat(out.lines())
        .contains("A cup of tea.", "A cup of coffee.", "A cup of cocoa.", "A cup of water.");
    assertThat(err.lines()).singleElement().asString().contains("/missing", "404");
  }

  private URI url(String path) {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
  }

  /** A port that is taken, so that nobody else gets it, but not listened to. */
  private URI unreachable() {
    return URI.create("http://127.0.0.1:" + closed.getLocalPort() + "/");
  }

  /** Answers when three requests have come: with fewer workers, none is answered. */
  private void answerTogether(HttpExchange exchange) throws IOException {
    threeDownloads.countDown();
    try {
      answer(exchange, threeDownloads.await(8, TimeUnit.SECONDS) ? 200 : 503);
    } catch (InterruptedException e) {
      exchange.close();
    }
  }

  private static void answer(HttpExchange exchange, int status) throws IOException {
    try (exchange) {
      byte[] body =
          ("This is " + exchange.getRequestURI().getPath()).getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(status, body.length);
      exchange.getResponseBody().write(body);
    }
  }
}
