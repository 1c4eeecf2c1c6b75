package io.paipa.examples.crawl;

import io.paipa.Pipeline;
import io.paipa.RateLimiter;
import io.paipa.Report;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;

/**
 * Crawls a site of 500 linked pages, which it makes on loopback: eight fetches at a time, 50
 * requests a second, so some 12 seconds. Each page is fetched once, unless it is unavailable; then
 * it is tried again. The program ends when no page leads to a new one. Ctrl-C drains it: what is
 * being fetched is done, and what was found but not fetched is counted.
 */
public final class CrawlSite {
  private static final int PAGES = 500;

  private CrawlSite() {}

  public static void main(String[] arguments) throws IOException, InterruptedException {
    try (Site site = new Site(PAGES)) {
      Crawl crawl = new Crawl();
      RateLimiter limiter = RateLimiter.of(50, Duration.ofSeconds(1), 8);
      try (Pipeline<URI, Void> pipeline =
          crawl
              .pages(limiter)
              .sink("print", page -> System.out.println(page.address()))
              .drainAtShutdown(Duration.ofSeconds(5))
              .build()) {
        pipeline.putIterable(List.of(site.front()));
        Report report = pipeline.run();
        System.out.printf(
            "%d pages by %d requests in %.1f s; %d are left%n",
            report.steps().get(1).done(),
            site.requests(),
            report.elapsed().toMillis() / 1_000.0,
            crawl.left().size());
      }
    }
  }
}
