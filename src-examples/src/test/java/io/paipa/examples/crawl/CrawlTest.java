package io.paipa.examples.crawl;

import static org.assertj.core.api.Assertions.assertThat;

import io.paipa.Pipeline;
import io.paipa.PipelineState;
import io.paipa.RateLimiter;
import io.paipa.Report;
import io.paipa.StepReport;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A crawl comes to each page once, keeps to its rate, and ends by itself or by a drain. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class CrawlTest {
  private static final int PAGES = 500;
  private static final int UNAVAILABLE = PAGES / 5;

  private final Crawl crawl = new Crawl();

  @Test
  void shouldFetchEachPageOnceAndEndByItself() throws IOException, InterruptedException {
    RateLimiter limiter = RateLimiter.of(1_000, Duration.ofSeconds(1), 8);
    try (Site site = new Site(PAGES);
        Pipeline<URI, Page> pipeline = crawl.pages(limiter).build()) {
      pipeline.putIterable(List.of(site.front()));
      List<URI> fetched = pipeline.results().map(Page::address).toList();
      assertThat(fetched).hasSize(PAGES).doesNotHaveDuplicates();
      assertThat(site.requests()).isEqualTo(PAGES + UNAVAILABLE);
      assertThat(site.mostOpen()).isLessThanOrEqualTo(8);
      Report report = pipeline.report();
      assertThat(report.state()).isEqualTo(PipelineState.COMPLETED);
      assertThat(report.steps().get(0).retried()).isEqualTo(UNAVAILABLE);
      assertThat(report.elapsed())
          .as("600 requests, 1,000 a second")
          .isGreaterThanOrEqualTo(Duration.ofMillis(PAGES + UNAVAILABLE - 8));
    }
  }

  /** At this rate it would take ten minutes. */
  @Test
  void shouldLeaveWhatItHasNotFetchedAtADrain() throws IOException, InterruptedException {
    RateLimiter limiter = RateLimiter.of(1, Duration.ofSeconds(1), 40);
    Set<URI> fetched = new HashSet<>();
    try (Site site = new Site(PAGES);
        Pipeline<URI, Void> pipeline =
            crawl.pages(limiter).sink("keep", page -> fetched.add(page.address())).build()) {
      pipeline.putIterable(List.of(site.front()));
      pipeline.start();
      while (pipeline.report().steps().get(1).done() < 20) {
        Thread.yield();
      }
      Report report = pipeline.drain(Duration.ofSeconds(30));
      assertThat(report.state()).isEqualTo(PipelineState.COMPLETED);
      assertThat(crawl.left()).isNotEmpty().doesNotContainAnyElementsOf(fetched);
      StepReport fetch = report.steps().get(0);
      assertThat(fetch.done()).isEqualTo(fetched.size() + crawl.left().size());
      assertThat(fetch.abandoned()).isZero();
    }
  }
}
