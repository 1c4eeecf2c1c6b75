package io.paipa.examples.crawl;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;

import io.paipa.Backoff;
import io.paipa.Builder;
import io.paipa.Emitter;
import io.paipa.Pipeline;
import io.paipa.RateLimiter;
import io.paipa.Step;
import io.paipa.StepContext;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Objects;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/**
 * Fetches a page, and all that it leads to. Used by the workers of its pipeline: what they share
 * are concurrent collections, and a flag that is set once.
 */
final class Crawl {
  private static final Duration TIMEOUT = ofSeconds(5);

  private final HttpClient client = HttpClient.newBuilder().connectTimeout(TIMEOUT).build();
  private final Set<URI> seen = ConcurrentHashMap.newKeySet();
  private final Queue<URI> left = new ConcurrentLinkedQueue<>();
  private volatile boolean draining;

  /** The pages behind those that are put in; eight are fetched at a time. */
  Builder<URI, Page> pages(RateLimiter limiter) {
    // tag::pages[]
    return Pipeline.<URI>named("crawl")
        .step("fetch", Fetch::new)
        .workers(8)
        .rate(limiter, page -> draining ? 0 : 1)
        .retrying(4, Backoff.exponential(ofMillis(20)), IOException.class::isInstance)
        .itemTimeout(TIMEOUT);
    // end::pages[]
  }

  /** What was found and not fetched, since the crawl was drained: for the next time. */
  Queue<URI> left() {
    return left;
  }

  // tag::fetch[]
  private final class Fetch implements Step<URI, Page> {
    private @Nullable StepContext<URI> context;

    @Override
    public void onWorkerStart(StepContext<URI> given) {
      context = given;
    }

    @Override
    public void process(URI address, Emitter<Page> out) throws Exception {
      StepContext<URI> worker = Objects.requireNonNull(context);
      if (worker.isDraining()) {
        draining = true; // what is left needs no permits any more
        left.add(address);
        return;
      }
      Page page = fetch(address);
      out.emit(page);
      for (URI link : page.links()) {
        if (seen.add(link)) {
          worker.reenqueue(link);
        }
      }
    }
  }

  // end::fetch[]

  private Page fetch(URI address) throws IOException, InterruptedException {
    seen.add(address); // the first ones were found by nobody
    HttpResponse<String> response =
        client.send(
            HttpRequest.newBuilder(address).timeout(TIMEOUT).build(), BodyHandlers.ofString());
    if (response.statusCode() != 200) {
      throw new IOException(address + " answers with status " + response.statusCode());
    }
    return Page.of(address, response.body());
  }
}
