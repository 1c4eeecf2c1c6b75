package io.paipa.examples.readme;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;

import io.paipa.Backoff;
import io.paipa.Builder;
import io.paipa.CheckedConsumer;
import io.paipa.Pipeline;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;

/** A thousand requests are under way, and no thread waits for an answer. */
public final class PagesByClient {
  private PagesByClient() {}

  static Builder<URI, Void> pages(HttpClient client, CheckedConsumer<HttpResponse<String>> store) {
    // tag::async[]
    return Pipeline.<URI>named("pages")
        .mapAsync("fetch", 1_000, page -> client.sendAsync(get(page), BodyHandlers.ofString()))
        .retrying(3, Backoff.exponential(ofMillis(10)))
        .itemTimeout(ofSeconds(5))
        .sink("store", store);
    // end::async[]
  }

  private static HttpRequest get(URI page) {
    return HttpRequest.newBuilder(page).build();
  }
}
