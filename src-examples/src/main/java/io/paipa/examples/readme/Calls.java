package io.paipa.examples.readme;

import io.paipa.Backoff;
import io.paipa.Builder;
import io.paipa.CheckedConsumer;
import io.paipa.CheckedFunction;
import io.paipa.Pipeline;
import io.paipa.RateLimiter;
import java.time.Duration;

/** No more than 50 calls a second, by eight workers, retries included. */
final class Calls {
  private Calls() {}

  static Builder<String, Void> of(
      CheckedFunction<String, String> service, CheckedConsumer<String> store) {
    // tag::rate[]
    RateLimiter limiter = RateLimiter.of(50, Duration.ofSeconds(1), 10);
    return Pipeline.<String>named("calls")
        .map("ask", service)
        .workers(8)
        .rate(limiter)
        .retrying(3, Backoff.exponential(Duration.ofMillis(100)))
        .sink("store", store);
    // end::rate[]
  }
}
