package io.paipa.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.paipa.Backoff;
import io.paipa.FailurePolicy;
import io.paipa.Pipeline;
import io.paipa.Skip;
import java.lang.ref.WeakReference;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** A pipeline's meters, scraped from a registry of Prometheus. */
class PaipaMetricsTest {
  private static final Set<String> COUNTERS =
      Set.of(
          "paipa_source_restarts_total",
          "paipa_step_items_total",
          "paipa_step_emitted_total",
          "paipa_step_retries_total",
          "paipa_step_time_seconds_total");

  private static final Set<String> GAUGES =
      Set.of(
          "paipa_pipeline_up",
          "paipa_source_open",
          "paipa_source_open_age_seconds",
          "paipa_step_in_hand",
          "paipa_step_queue_size",
          "paipa_step_queue_capacity",
          "paipa_step_workers",
          "paipa_step_workers_busy",
          "paipa_step_service_percentile_seconds",
          "paipa_step_queue_time_percentile_seconds");

  private static final Set<String> TIMERS =
      Set.of("paipa_step_service_seconds", "paipa_step_queue_time_seconds");

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final CountDownLatch begun = new CountDownLatch(1);
  private final CountDownLatch goOn = new CountDownLatch(1);

  /** Item 1 is done, 2 is skipped, 3 fails, and 4 is in hand until it may go on; 5 waits. */
  private Pipeline<Integer, Void> working(String name) {
    return Pipeline.<Integer>named(name)
        .sink("store", this::store)
        .capacity(64)
        .workers(1)
        .retrying(1, Backoff.none())
        .onFailure(FailurePolicy.skip())
        .build();
  }

  private void store(Integer item) throws InterruptedException {
    if (item == 2) {
      throw Skip.item();
    }
    if (item == 3) {
      throw new IllegalArgumentException("secret");
    }
    if (item == 4) {
      begun.countDown();
      assertThat(goOn.await(20, TimeUnit.SECONDS)).isTrue();
    }
  }

  private void putAll(Pipeline<Integer, Void> pipeline) throws InterruptedException {
    for (int i = 1; i <= 5; i++) {
      pipeline.put(i);
    }
    assertThat(begun.await(20, TimeUnit.SECONDS)).isTrue();
  }

  private double value(String name, String... labels) {
    Map<String, String> all =
        labels.length == 0
            ? Map.of("step", "store")
            : Map.of("step", "store", labels[0], labels[1]);
    return Scrape.of(registry).value(name, all);
  }

  @Test
  void shouldTellWhatBecameOfTheItems() throws InterruptedException {
    try (Pipeline<Integer, Void> pipeline = working("orders")) {
      pipeline.start();
      putAll(pipeline);
      PaipaMetrics.of(pipeline).bindTo(registry);

      assertThat(value("paipa_step_items_total", "outcome", "done")).isEqualTo(1);
      assertThat(value("paipa_step_items_total", "outcome", "skipped")).isEqualTo(2);
      assertThat(value("paipa_step_items_total", "outcome", "dead_lettered")).isZero();
      assertThat(value("paipa_step_items_total", "outcome", "failed")).isZero();
      assertThat(value("paipa_step_items_total", "outcome", "abandoned")).isZero();
      assertThat(value("paipa_step_retries_total")).isEqualTo(1);
      assertThat(value("paipa_step_emitted_total")).isZero();
      assertThat(value("paipa_step_in_hand")).isEqualTo(1);
      assertThat(value("paipa_step_queue_size")).isEqualTo(1);
      assertThat(value("paipa_step_queue_capacity")).isEqualTo(64);
      assertThat(value("paipa_step_workers")).isEqualTo(1);
      assertThat(value("paipa_step_workers_busy")).isEqualTo(1);
      assertThat(value("paipa_step_time_seconds_total", "activity", "busy")).isPositive();
      assertThat(value("paipa_step_time_seconds_total", "activity", "held")).isZero();
      assertThat(value("paipa_step_service_seconds")).isPositive(); // the count of a summary
      assertThat(value("paipa_step_service_percentile_seconds", "phi", "0.99")).isPositive();
      assertThat(Scrape.of(registry).value("paipa_pipeline_up", Map.of())).isEqualTo(1);
      goOn.countDown();
      pipeline.stop();
    }
  }

  @Test
  void shouldBeNamedByTheConventions() throws InterruptedException {
    try (Pipeline<Integer, Void> pipeline = working("orders")) {
      PaipaMetrics.of(pipeline).bindTo(registry);
      Set<String> names = Scrape.of(registry).names();

      assertThat(names).containsAll(COUNTERS).containsAll(GAUGES).containsAll(TIMERS);
      assertThat(names).hasSize(COUNTERS.size() + GAUGES.size() + TIMERS.size());
      assertThat(registry.getMeters())
          .allSatisfy(meter -> assertThat(meter.getId().getName()).matches("[a-z.]+"))
          .allSatisfy(meter -> assertThat(meter.getId().getDescription()).isNotBlank());
    }
  }

  /** There are as many series with a million items as with one. */
  @Test
  void shouldHaveNoTagThatHoldsAnItem() throws InterruptedException {
    try (Pipeline<Integer, Void> pipeline = working("orders")) {
      PaipaMetrics.of(pipeline).bindTo(registry);
      int before = registry.getMeters().size();
      pipeline.start();
      putAll(pipeline);

      assertThat(registry.getMeters()).hasSize(before);
      assertThat(
              registry.getMeters().stream().map(Meter::getId).flatMap(id -> id.getTags().stream()))
          .allSatisfy(
              tag ->
                  assertThat(tag.getKey()).isIn("pipeline", "step", "outcome", "activity", "phi"));
      goOn.countDown();
      pipeline.stop();
    }
  }

  @Test
  void shouldGoWhenThePipelineHasEnded() throws InterruptedException {
    try (Pipeline<Integer, Void> pipeline = working("orders")) {
      PaipaMetrics.of(pipeline).bindTo(registry);
      pipeline.start();
      assertThat(registry.getMeters()).isNotEmpty();
      pipeline.stop();

      Awaiting.await(() -> registry.getMeters().isEmpty());
    }
  }

  @Test
  void shouldNotBeMadeForAPipelineThatHasEnded() throws InterruptedException {
    try (Pipeline<Integer, Void> pipeline = working("orders")) {
      pipeline.start();
      pipeline.stop();
      PaipaMetrics.of(pipeline).bindTo(registry);

      Awaiting.await(() -> registry.getMeters().isEmpty());
    }
  }

  @Test
  void shouldTellTwoPipelinesOfOneNameApart() throws InterruptedException {
    try (Pipeline<Integer, Void> first = working("orders");
        Pipeline<Integer, Void> second = working("orders")) {
      PaipaMetrics.of(first).bindTo(registry);
      PaipaMetrics.of(second).bindTo(registry);
      second.start();

      Scrape scrape = Scrape.of(registry);
      assertThat(scrape.labels("pipeline")).containsExactlyInAnyOrder("orders", "orders-2");
      assertThat(scrape.value("paipa_pipeline_up", Map.of("pipeline", "orders"))).isZero();
      assertThat(scrape.value("paipa_pipeline_up", Map.of("pipeline", "orders-2"))).isEqualTo(1);
      second.stop();
      Awaiting.await(() -> Scrape.of(registry).labels("pipeline").equals(Set.of("orders")));
    }
  }

  @Test
  void shouldGiveTheNameOfAPipelineThatHasEndedToTheNext() throws InterruptedException {
    for (int run = 0; run < 20; run++) {
      try (Pipeline<Integer, Void> pipeline = working("orders")) {
        PaipaMetrics.of(pipeline).bindTo(registry);
        pipeline.start();

        Scrape scrape = Scrape.of(registry);
        assertThat(scrape.labels("pipeline")).containsExactly("orders");
        assertThat(scrape.value("paipa_pipeline_up", Map.of())).isEqualTo(1);
        pipeline.stop();
      }
    }
  }

  @Test
  void shouldBeMadeOnceInARegistry() {
    try (Pipeline<Integer, Void> pipeline = working("orders")) {
      PaipaMetrics.of(pipeline).bindTo(registry);
      List<Meter> meters = registry.getMeters();
      PaipaMetrics.of(pipeline).bindTo(registry);

      assertThat(registry.getMeters()).containsExactlyInAnyOrderElementsOf(meters);
    }
  }

  @Test
  void shouldBeMadeInSeveralRegistries() {
    SimpleMeterRegistry other = new SimpleMeterRegistry();
    try (Pipeline<Integer, Void> pipeline = working("orders")) {
      PaipaMetrics.of(pipeline).bindTo(registry);
      PaipaMetrics.of(pipeline).bindTo(other);

      assertThat(other.getMeters()).hasSameSizeAs(registry.getMeters());
    }
    Awaiting.await(() -> other.getMeters().isEmpty() && registry.getMeters().isEmpty());
  }

  @Test
  void shouldLeaveNothingInARegistryThatThrows() throws InterruptedException {
    AtomicInteger left = new AtomicInteger(7);
    registry
        .config()
        .meterFilter(
            new MeterFilter() {
              @Override
              public Meter.Id map(Meter.Id id) {
                if (left.decrementAndGet() == 0) {
                  throw new IllegalStateException("full");
                }
                return id;
              }
            });
    try (Pipeline<Integer, Void> pipeline = working("orders")) {
      PaipaMetrics metrics = PaipaMetrics.of(pipeline);
      assertThatThrownBy(() -> metrics.bindTo(registry)).hasMessage("full");
      assertThat(registry.getMeters()).isEmpty();

      metrics.bindTo(registry);
      assertThat(Scrape.of(registry).labels("pipeline")).containsExactly("orders");
      pipeline.start();
      pipeline.stop();
    }
  }

  /** Many threads, one name: whoever lives has its meters, and nobody else has any. */
  @Test
  void shouldBeThereForWhoeverLives() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      List<Callable<Void>> all =
          Collections.nCopies(
              4,
              () -> {
                for (int i = 0; i < 50; i++) {
                  runShortly();
                }
                return null;
              });
      for (Future<Void> done : threads.invokeAll(all, 50, TimeUnit.SECONDS)) {
        done.get();
      }
    } finally {
      threads.shutdownNow();
    }
    Awaiting.await(() -> registry.getMeters().isEmpty());
  }

  private void runShortly() throws InterruptedException {
    try (Pipeline<Integer, Void> first =
            Pipeline.<Integer>named("orders").sink("store", item -> {}).build();
        Pipeline<Integer, Void> second =
            Pipeline.<Integer>named("orders").sink("store", item -> {}).build()) {
      first.start();
      first.finish(); // it may have ended before its meters are made
      PaipaMetrics.of(first).bindTo(registry);
      second.start();
      PaipaMetrics.of(second).bindTo(registry);
      Set<String> names =
          registry.getMeters().stream()
              .filter(meter -> meter.getId().getName().equals("paipa.pipeline.up"))
              .filter(meter -> meter.measure().iterator().next().getValue() == 1)
              .map(meter -> String.valueOf(meter.getId().getTag("pipeline")))
              .collect(Collectors.toSet());
      assertThat(names).isNotEmpty(); // that of the second at least
      second.stop();
    }
  }

  /** What Prometheus takes for a new start of the program. */
  @Test
  void shouldNeverGoBack() throws InterruptedException {
    try (Pipeline<Integer, Void> pipeline =
        Pipeline.<Integer>named("orders").sink("store", item -> {}).build()) {
      PaipaMetrics.of(pipeline).bindTo(registry);
      pipeline.start();
      double before = 0;
      for (int i = 0; i < 200; i++) {
        for (int item = 0; item < 500; item++) {
          pipeline.put(item);
        }
        double sum =
            pipeline
                .report()
                .steps()
                .get(0)
                .serviceTime() // nothing may be measured yet: the worker is as quick as it is
                .map(time -> (double) time.total().toNanos())
                .orElse(0.0);
        assertThat(sum).isGreaterThanOrEqualTo(before);
        before = sum;
      }
      pipeline.finish();
      assertThat(before).isPositive();
    }
  }

  @Test
  void shouldKeepNoPipelineThatIsForgotten() {
    Pipeline<Integer, Void> pipeline = working("forgotten");
    PaipaMetrics.of(pipeline).bindTo(registry);
    WeakReference<Object> reference = new WeakReference<>(pipeline);
    pipeline = working("another");
    Awaiting.await(
        () -> {
          System.gc();
          return reference.get() == null;
        });
    pipeline.close();
  }

  @Test
  void shouldCountForAPipelineThatRunsThoughNobodyHasIt() throws InterruptedException {
    WeakReference<Pipeline<Integer, Void>> running = started();
    WeakReference<Object> collected = new WeakReference<>(new Object());
    Awaiting.await(
        () -> {
          System.gc();
          return collected.get() == null;
        });

    assertThat(registry.get("paipa.pipeline.up").gauge().value()).isEqualTo(1);
    PaipaMetrics.of(working("store")).bindTo(registry); // takes away what is over
    assertThat(registry.get("paipa.pipeline.up").tag("pipeline", "unheld").gauge().value())
        .isEqualTo(1);
    Objects.requireNonNull(running.get()).stop();
  }

  private WeakReference<Pipeline<Integer, Void>> started() {
    Pipeline<Integer, Void> pipeline = working("unheld");
    PaipaMetrics.of(pipeline).bindTo(registry);
    return new WeakReference<>(pipeline.start());
  }

  @Test
  void shouldRefuseNull() {
    assertThatThrownBy(() -> PaipaMetrics.of(no()))
        .isInstanceOf(NullPointerException.class)
        .hasMessage("pipeline: null has nothing to be measured");
  }

  @SuppressWarnings("NullAway") // what a caller without checks may pass
  private static Pipeline<?, ?> no() {
    return null;
  }
}
