package io.paipa.live;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** Asks a page as a program would. Follows no redirects. */
final class Client {
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private final URI page;

  Client(LivePage page) {
    this.page = page.uri();
  }

  HttpResponse<String> get(String address) {
    return ask("GET", address);
  }

  HttpResponse<String> ask(String method, String address) {
    HttpRequest request =
        HttpRequest.newBuilder(page.resolve(address))
            .method(method, HttpRequest.BodyPublishers.noBody())
            .timeout(Duration.ofSeconds(20))
            .build();
    try {
      return HTTP.send(request, BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  String body(String address) {
    return get(address).body();
  }

  /** The page of a pipeline. */
  String pageOf(String name) {
    return body(Summary.address("pipeline", name));
  }

  JsonNode history(String name, long sinceMillis) {
    String text = body(Summary.address("history.json", name) + "&since=" + sinceMillis);
    try {
      return new ObjectMapper().readTree(text);
    } catch (JsonProcessingException e) {
      throw new AssertionError(text, e);
    }
  }
}
