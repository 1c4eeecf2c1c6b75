package io.paipa.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.paipa.Backoff;
import io.paipa.LazySource;
import io.paipa.Pipeline;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What the meters tell of a pipeline's sources. */
class SourceMetersTest {
  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final CountDownLatch goOn = new CountDownLatch(1);

  /** Fails so many times, and then gives three items. */
  private static LazySource<Integer> failing(int times) {
    AtomicInteger left = new AtomicInteger(times);
    return LazySource.restarting(
        times,
        Backoff.none(),
        given -> {
          if (left.getAndDecrement() > 0) {
            throw new IOException("the server is away");
          }
          return List.of(1, 2, 3).iterator();
        });
  }

  private double restarts() {
    return Scrape.of(registry)
        .value("paipa_source_restarts_total", Map.of("pipeline", "restarting"));
  }

  @Test
  void shouldCountHowOftenTheSourcesWereMadeAnew() throws InterruptedException {
    try (Pipeline<Integer, Void> pipeline =
        Pipeline.<Integer>named("restarting")
            .sink("store", item -> assertThat(goOn.await(20, TimeUnit.SECONDS)).isTrue())
            .build()) {
      PaipaMetrics.of(pipeline).bindTo(registry);
      assertThat(restarts()).isZero();
      pipeline.putSource(failing(2));
      pipeline.putIterator(List.of(4).iterator()); // is never made anew
      pipeline.putSource(failing(1));
      pipeline.start();

      Awaiting.await(() -> restarts() == 3);
      goOn.countDown();
      pipeline.stop();
      assertThat(pipeline.report().accepted()).isEqualTo(7);
    }
  }
}
