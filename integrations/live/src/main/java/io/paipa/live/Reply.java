package io.paipa.live;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.util.Map;

/**
 * An answer, with its body as bytes.
 *
 * @param status HTTP's code
 * @param type what the body is
 * @param body the bytes; never written to
 * @param more headers besides those that every answer has
 */
record Reply(int status, String type, Bytes body, Map<String, String> more) {
  static final String HTML = "text/html; charset=utf-8";
  static final String TEXT = "text/plain; charset=utf-8";
  static final String JSON = "application/json";

  /** What a browser may do with the page: show it, and ask its own server alone. */
  private static final Map<String, String> ALWAYS =
      Map.of(
          "Content-Security-Policy",
          "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self';"
              + " connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
          "X-Content-Type-Options",
          "nosniff",
          "X-Frame-Options",
          "DENY",
          "Referrer-Policy",
          "no-referrer",
          "Cross-Origin-Resource-Policy",
          "same-origin",
          "Cache-Control",
          "no-store");

  static Reply ok(String type, Bytes body) {
    return new Reply(200, type, body, Map.of());
  }

  static Reply text(int status, String words) {
    return new Reply(status, TEXT, Bytes.of(words), Map.of());
  }

  Reply with(String header, String value) {
    return new Reply(status, type, body, Map.of(header, value));
  }

  /** Sends it; of a {@code HEAD} request, all but the body. */
  void send(HttpExchange exchange) throws IOException {
    Headers headers = exchange.getResponseHeaders();
    ALWAYS.forEach(headers::set);
    more.forEach(headers::set);
    headers.set("Content-Type", type);
    if (exchange.getRequestMethod().equals("HEAD")) {
      headers.set("Content-Length", String.valueOf(body.length()));
      exchange.sendResponseHeaders(status, -1);
    } else {
      exchange.sendResponseHeaders(status, body.length() == 0 ? -1 : body.length());
      body.writeTo(exchange.getResponseBody());
    }
  }
}
