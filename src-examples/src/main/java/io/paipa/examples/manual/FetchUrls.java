package io.paipa.examples.manual;

import static io.paipa.FailurePolicy.deadLetter;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.paipa.FailedItem;
import io.paipa.Pipeline;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Downloads pages with 3 workers and prints them with 1.
 *
 * <p>The URLs are the arguments. Without any, the program serves a few pages on loopback and
 * fetches those. A URL that can't be fetched goes to the step's dead-letter consumer, which reports
 * it, and the others go on. Pages are printed as they come: their order may vary from run to run.
 */
public final class FetchUrls {
  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  private final HttpClient client =
      HttpClient.newBuilder().connectTimeout(TIMEOUT).followRedirects(Redirect.NORMAL).build();
  private final PrintStream out;
  private final PrintStream err;

  FetchUrls(PrintStream out, PrintStream err) {
    this.out = out;
    this.err = err;
  }

  public static void main(String[] arguments) throws IOException, InterruptedException {
    FetchUrls program = new FetchUrls(System.out, System.err);
    if (arguments.length > 0) {
      program.fetch(program.parse(arguments));
    } else {
      program.fetchSamples();
    }
  }

  /** Fetches pages and prints them; tells how many, when all are done. */
  long fetch(Iterable<URI> urls) throws InterruptedException {
    try (Pipeline<URI, Void> pipeline =
        Pipeline.<URI>named("fetch")
            .map("download", this::download)
            .workers(3)
            .onFailure(deadLetter(this::report))
            // Only one worker, because that way the pages don't get mixed.
            .sink("print", this::print)
            .build()) {
      pipeline.putAll(urls);
      pipeline.finish();
      pipeline.run();
      return pipeline.count();
    }
  }

  long fetchSamples() throws IOException, InterruptedException {
    try (SamplePages pages = new SamplePages()) {
      return fetch(pages.urls());
    }
  }

  /** The URLs among the arguments; says of the others what is wrong with them. */
  List<URI> parse(String... arguments) {
    List<URI> urls = new ArrayList<>();
    for (String argument : arguments) {
      try {
        urls.add(parseOne(argument));
      } catch (URISyntaxException e) {
        err.println("Not a URL: " + e.getMessage());
      }
    }
    return urls;
  }

  private static URI parseOne(String argument) throws URISyntaxException {
    URI url = new URI(argument);
    boolean web =
        "http".equalsIgnoreCase(url.getScheme()) || "https".equalsIgnoreCase(url.getScheme());
    if (!web || url.getHost() == null) {
      throw new URISyntaxException(argument, "It has to begin with http:// or https:// and a host");
    }
    return url;
  }

  private HttpResponse<String> download(URI url) throws IOException, InterruptedException {
    HttpRequest request = HttpRequest.newBuilder(url).timeout(TIMEOUT).build();
    HttpResponse<String> response = client.send(request, BodyHandlers.ofString());
    if (response.statusCode() != 200) {
      throw new IOException("HTTP status " + response.statusCode());
    }
    return response;
  }

  private void print(HttpResponse<String> page) {
    out.println("== Fetched " + page.uri() + " ==\n" + page.body());
  }

  private void report(FailedItem<URI> failed) {
    err.println("Could not fetch " + failed.item() + ": " + failed.cause());
  }

  /** A few pages to fetch, and the URL of one that is missing. */
  private static final class SamplePages implements AutoCloseable {
    private static final List<String> DRINKS = List.of("tea", "coffee", "cocoa", "water");

    private final HttpServer server;

    SamplePages() throws IOException {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      for (String drink : DRINKS) {
        server.createContext("/" + drink, exchange -> answer(exchange, "A cup of " + drink + "."));
      }
      server.start();
    }

    List<URI> urls() {
      return Stream.concat(DRINKS.stream(), Stream.of("missing")).map(this::url).toList();
    }

    private URI url(String page) {
      return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/" + page);
    }

    private static void answer(HttpExchange exchange, String page) throws IOException {
      try (exchange) {
        byte[] body = page.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
      }
    }

    @Override
    public void close() {
      server.stop(0);
    }
  }
}
