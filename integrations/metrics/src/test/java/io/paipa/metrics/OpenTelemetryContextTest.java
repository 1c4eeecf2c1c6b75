package io.paipa.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.baggage.Baggage;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.paipa.Pipeline;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The spans of steps have those of the producers as their parents. */
@Timeout(60)
@SuppressWarnings("try") // the scopes are there to be closed
class OpenTelemetryContextTest {
  private final InMemorySpanExporter exporter = InMemorySpanExporter.create();
  private final SdkTracerProvider provider =
      SdkTracerProvider.builder().addSpanProcessor(SimpleSpanProcessor.create(exporter)).build();
  private final Tracer tracer = provider.get("test");
  private final Map<String, SpanContext> producers = new ConcurrentHashMap<>();

  @AfterEach
  void shouldClose() {
    provider.close();
  }

  private void putInSpan(Pipeline<String, ?> pipeline, String item) throws InterruptedException {
    Span span = tracer.spanBuilder("put " + item).startSpan();
    try (Scope scope = span.makeCurrent()) {
      producers.put(item, Span.current().getSpanContext());
      pipeline.put(item);
    } finally {
      span.end();
    }
  }

  private SpanData recorded(String name) {
    return exporter.getFinishedSpanItems().stream()
        .filter(span -> span.getName().equals(name))
        .findAny()
        .orElseThrow();
  }

  @Test
  void shouldMakeTheProducersSpanTheParentOfTheSteps() throws InterruptedException {
    Pipeline.<String>named("traced")
        .contextPropagation(OpenTelemetryContext.propagation())
        .map("upper", item -> item.toUpperCase(Locale.ROOT))
        .workers(2)
        .sink("store", item -> tracer.spanBuilder("store " + item).startSpan().end())
        .workers(2)
        .build()
        .during(
            pipeline -> {
              putInSpan(pipeline, "a");
              putInSpan(pipeline, "b");
              pipeline.put("c");
            });

    for (String item : List.of("a", "b")) {
      SpanContext producer = producers.get(item);
      SpanData step = recorded("store " + item.toUpperCase(Locale.ROOT));
      assertThat(step.getParentSpanContext()).isEqualTo(producer);
      assertThat(step.getTraceId()).isEqualTo(recorded("put " + item).getTraceId());
    }
    assertThat(recorded("store C").getParentSpanContext().isValid()).isFalse();
  }

  @Test
  void shouldLinkAChunkWithTheSpansOfItsItems() throws InterruptedException {
    Pipeline.<String>named("linked")
        .contextPropagation(OpenTelemetryContext.propagation())
        .chunk("three", 3)
        .sink(
            "store",
            chunk ->
                OpenTelemetryContext.link(tracer.spanBuilder("store " + chunk)).startSpan().end())
        .build()
        .during(
            pipeline -> {
              putInSpan(pipeline, "a");
              pipeline.put("b");
              putInSpan(pipeline, "c");
              putInSpan(pipeline, "d");
            });
    SpanData ofSeveral = recorded("store [a, b, c]");

    assertThat(ofSeveral.getParentSpanContext().isValid()).isFalse();
    assertThat(ofSeveral.getLinks())
        .extracting(LinkData::getSpanContext)
        .containsExactly(producers.get("a"), producers.get("c"));
    assertThat(recorded("store [d]").getLinks()).isEmpty();
    assertThat(recorded("store [d]").getParentSpanContext()).isEqualTo(producers.get("d"));
  }

  @Test
  void shouldFindTheOneSpanAmongItemsWithoutOne() throws InterruptedException {
    Context baggage = Context.root().with(Baggage.builder().put("user", "ann").build());
    Pipeline.<String>named("one span")
        .contextPropagation(OpenTelemetryContext.propagation())
        .chunk("two", 2)
        .sink("store", chunk -> tracer.spanBuilder("store " + chunk).startSpan().end())
        .build()
        .during(
            pipeline -> {
              try (Scope scope = baggage.makeCurrent()) {
                pipeline.put("a");
              }
              putInSpan(pipeline, "b");
            });

    assertThat(recorded("store [a, b]").getParentSpanContext()).isEqualTo(producers.get("b"));
  }

  @Test
  void shouldHaveNoLinksBehindASpanOfItsOwn() throws InterruptedException {
    Pipeline.<String>named("nested")
        .contextPropagation(OpenTelemetryContext.propagation())
        .chunk("two", 2)
        .sink(
            "store",
            chunk -> {
              assertThat(OpenTelemetryContext.links()).hasSize(2);
              Span span = OpenTelemetryContext.link(tracer.spanBuilder("own")).startSpan();
              try (Scope scope = span.makeCurrent()) {
                assertThat(OpenTelemetryContext.links()).isEmpty();
              } finally {
                span.end();
              }
            })
        .build()
        .during(
            pipeline -> {
              putInSpan(pipeline, "a");
              putInSpan(pipeline, "b");
            });

    assertThat(recorded("own").getLinks()).hasSize(2);
  }

  @Test
  void shouldBeGoneAfterwards() throws InterruptedException {
    Map<String, Boolean> hasSpan = new ConcurrentHashMap<>();
    Pipeline.<String>named("gone")
        .contextPropagation(OpenTelemetryContext.propagation())
        .sink("look", item -> hasSpan.put(item, Context.current() != Context.root()))
        .build()
        .during(
            pipeline -> {
              putInSpan(pipeline, "with");
              pipeline.put("without");
            });

    assertThat(hasSpan).isEqualTo(Map.of("with", true, "without", false));
  }
}
