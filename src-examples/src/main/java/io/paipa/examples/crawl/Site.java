package io.paipa.examples.crawl;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A site on loopback: pages with numbers, each of which leads to some others. Each fifth page is
 * unavailable when it is asked for first.
 */
final class Site implements AutoCloseable {
  private static final int LINKS = 5;
  private static final int UNAVAILABLE = 503;

  private final int pages;
  private final HttpServer server;
  private final ExecutorService handlers = Executors.newCachedThreadPool();
  private final Set<Integer> asked = ConcurrentHashMap.newKeySet();
  private final AtomicInteger requests = new AtomicInteger();
  private final AtomicInteger open = new AtomicInteger();
  private final AtomicInteger mostOpen = new AtomicInteger();

  Site(int pages) throws IOException {
    this.pages = pages;
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(handlers);
    server.createContext("/", this::answer);
    server.start();
  }

  /** The page that leads to all others. */
  URI front() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/0");
  }

  /** How often it was asked. */
  int requests() {
    return requests.get();
  }

  /** How many requests it worked on at the same time. */
  int mostOpen() {
    return mostOpen.get();
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      requests.incrementAndGet();
      mostOpen.accumulateAndGet(open.incrementAndGet(), Math::max);
      int page = Integer.parseInt(exchange.getRequestURI().getPath().substring(1));
      if (asked.add(page) && page % LINKS == 1) {
        exchange.sendResponseHeaders(UNAVAILABLE, -1);
        return;
      }
      byte[] text = text(page).getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(200, text.length);
      exchange.getResponseBody().write(text);
    } finally {
      open.decrementAndGet();
    }
  }

  /** It leads to pages behind it, and back to the first. */
  private String text(int page) {
    return IntStream.rangeClosed(1, LINKS)
        .map(link -> (LINKS * page + link) % pages)
        .mapToObj(link -> "<a href=\"/" + link + "\">page " + link + "</a>")
        .collect(Collectors.joining("\n", "<a href=\"/0\">the first</a>\n", "\n"));
  }

  @Override
  public void close() {
    server.stop(0);
    handlers.shutdownNow();
  }
}
