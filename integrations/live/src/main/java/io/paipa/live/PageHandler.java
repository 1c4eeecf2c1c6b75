package io.paipa.live;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Answers requests. Each thread has its own request; what they share is safe for all threads.
 *
 * <p>A pipeline's name stands in the query of an address, not in its path: a name such as {@code
 * a/b} or {@code ..} would not come through browsers and proxies there.
 */
final class PageHandler implements HttpHandler {
  private static final System.Logger LOG = System.getLogger("io.paipa");

  private final ShownPipelines pipelines;
  private final AllowedHosts hosts;
  private final Map<String, Reply> assets = Assets.all();

  PageHandler(ShownPipelines pipelines, AllowedHosts hosts) {
    this.pipelines = pipelines;
    this.hosts = hosts;
  }

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      Reply reply;
      try {
        reply = answer(exchange);
      } catch (RuntimeException e) {
        LOG.log(Level.WARNING, "the live page could not answer " + exchange.getRequestURI(), e);
        reply = Reply.text(500, "This could not be made. The log of the program says why.\n");
      }
      reply.send(exchange);
    }
  }

  private Reply answer(HttpExchange exchange) {
    List<String> host = exchange.getRequestHeaders().getOrDefault("Host", List.of());
    if (!hosts.allow(host, exchange.getLocalAddress().getAddress())) {
      return Reply.text(
          403,
          "This page is not shown under the host "
              + host
              + ". Ask for it by localhost or by its address as a number. Or allow the name:"
              + " LivePage.builder().allowHost(…)\n");
    }
    String method = exchange.getRequestMethod();
    if (!method.equals("GET") && !method.equals("HEAD")) {
      return Reply.text(405, "This page can be read, and nothing else: use GET or HEAD.\n")
          .with("Allow", "GET, HEAD");
    }
    Optional<Query> query = Query.of(exchange.getRequestURI().getRawQuery());
    return query
        .map(asked -> answer(exchange.getRequestURI().getPath(), asked))
        .orElseGet(() -> Reply.text(400, "The part of the address after ? can't be read.\n"));
  }

  private Reply answer(String path, Query query) {
    Reply asset = assets.get(path);
    if (asset != null) {
      return asset;
    }
    return switch (path) {
      case "/" -> first();
      case "/pipelines" -> Reply.ok(Reply.HTML, new ListView(pipelines.summaries()).page());
      case "/pipeline" -> of(query, shown -> Reply.ok(Reply.HTML, shown.page()));
      case "/dump.txt" -> of(query, shown -> Reply.ok(Reply.TEXT, shown.dump()));
      case "/history.json" ->
          of(query, shown -> Reply.ok(Reply.JSON, shown.history(query.number("since"))));
      default -> notThere("There is nothing at this address.");
    };
  }

  /** The only pipeline, or the list of all. */
  private Reply first() {
    List<Summary> all = pipelines.summaries();
    String target = all.size() == 1 ? all.get(0).address() : "pipelines";
    return Reply.text(302, "See " + target + "\n").with("Location", target);
  }

  private Reply of(Query query, Function<ShownPipeline, Reply> reply) {
    String name = query.text("name");
    return pipelines
        .get(name)
        .map(reply)
        .orElseGet(() -> notThere("No pipeline named '" + name + "' is shown here."));
  }

  private Reply notThere(String words) {
    Bytes page = new ListView(pipelines.summaries()).page(words);
    return new Reply(404, Reply.HTML, page, Map.of());
  }
}
