package io.paipa.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.paipa.ingest.RunningService.Got;
import java.nio.file.Path;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What watches the service sees how it is; and if that fails, the service goes on. */
class StatusTest {
  @TempDir private Path folder;

  @Test
  void shouldBeWell() throws Exception {
    try (RunningService service = RunningService.in(folder)) {
      Got got = service.get("/health");

      assertThat(got.status()).isEqualTo(200);
      assertThat(got.response().body()).isEqualTo("{\"status\":\"UP\",\"state\":\"RUNNING\"}");
    }
  }

  @Test
  void shouldBeIllAfterAFailure() throws Exception {
    try (RunningService service = RunningService.in(folder)) {
      Rows.change(service.database(), "DROP TABLE orders");
      service.postAndWait(Lines.orders(1));

      Got got = service.get("/health");

      assertThat(got.status()).isEqualTo(503);
      assertThat(got.body().get("status").asText()).isEqualTo("DOWN");
      assertThat(got.body().get("step").asText()).isEqualTo("store");
      assertThat(got.body().get("reason").asText()).contains("no such table");
      assertThat(service.post(Lines.orders(1)).status()).isEqualTo(503);
    }
  }

  @Test
  void shouldSayThatItTakesNoMoreWhileItWorksOff() throws Exception {
    try (RunningService service = RunningService.stuckIn(folder, Limits.DEFAULT)) {
      service.post(Lines.orders(1));
      service.pipeline().finish();

      Got got = service.get("/health");

      assertThat(got.response().body()).isEqualTo("{\"status\":\"UP\",\"state\":\"FINISHING\"}");
      assertThat(got.status()).isEqualTo(503);
    }
  }

  @Test
  void shouldGiveMetrics() throws Exception {
    try (RunningService service = RunningService.in(folder)) {
      service.postAndWait(Lines.orders(3));

      Awaiting.await(
          () ->
              service
                  .metrics()
                  .body()
                  .contains(
                      "paipa_step_items_total{outcome=\"done\",pipeline=\"orders\",step=\"enrich\"}"
                          + " 3.0"));
      assertThat(service.metrics().headers().firstValue("Content-Type"))
          .hasValue("text/plain; version=0.0.4; charset=utf-8");
    }
  }

  @Test
  void shouldOutliveARegistryThatThrowsWhenAsked() throws Exception {
    PrometheusMeterRegistry broken =
        new PrometheusMeterRegistry(PrometheusConfig.DEFAULT) {
          @Override
          public String scrape() {
            throw new IllegalStateException("broken on purpose");
          }
        };
    try (RunningService service = RunningService.in(folder, broken)) {
      assertThat(service.metrics().statusCode()).isEqualTo(500);
      assertThat(service.metrics().body()).startsWith("the metrics can't be given");
      assertThat(service.postAndWait(Lines.orders(3)).status()).isEqualTo(200);
      assertThat(service.get("/health").status()).isEqualTo(200);
    }
  }

  private static PrometheusMeterRegistry takingNoMeters(Runnable thrower) {
    return new PrometheusMeterRegistry(PrometheusConfig.DEFAULT) {
      @Override
      protected <T> Gauge newGauge(Meter.Id id, @Nullable T of, ToDoubleFunction<T> value) {
        thrower.run();
        return super.newGauge(id, of, value);
      }
    };
  }

  private void assertServesWith(PrometheusMeterRegistry broken) throws Exception {
    try (RunningService service = RunningService.in(folder, broken)) {
      assertThat(service.postAndWait(Lines.orders(3)).status()).isEqualTo(200);
      assertThat(service.metrics().statusCode()).isEqualTo(200);
    }
  }

  @Test
  void shouldStartWithARegistryThatTakesNoMeters() throws Exception {
    assertServesWith(
        takingNoMeters(
            () -> {
              throw new IllegalStateException("broken on purpose");
            }));
  }

  @Test
  void shouldStartWithARegistryThatLacksAClass() throws Exception {
    assertServesWith(
        takingNoMeters(
            () -> {
              throw new NoClassDefFoundError("missing on purpose");
            }));
  }
}
