package io.paipa.metrics;

import io.opentelemetry.api.baggage.Baggage;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.ContextKey;
import io.paipa.ContextPropagation;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Takes OpenTelemetry's context along: a span that a step begins has that of the producer as its
 * parent. It makes no spans of its own. Needs {@code io.opentelemetry:opentelemetry-api}, which the
 * program has to bring. Has no state.
 *
 * <pre>{@code
 * Pipeline.<Order>named("orders").contextPropagation(OpenTelemetryContext.propagation())
 * }</pre>
 *
 * <p>What came of items of several spans, such as a chunk, has no parent, but {@link #links}. It
 * has the baggage of the first item that has a context.
 */
public final class OpenTelemetryContext implements ContextPropagation {
  private static final OpenTelemetryContext PROPAGATION = new OpenTelemetryContext();
  private static final ContextKey<List<SpanContext>> LINKS = ContextKey.named("paipa-links");

  private OpenTelemetryContext() {}

  /**
   * What takes the context along.
   *
   * @return the propagation
   */
  public static OpenTelemetryContext propagation() {
    return PROPAGATION;
  }

  /**
   * The spans in which the items were put that the current item came of.
   *
   * @return the spans, each once, in the order of the items; none where there is no context, or one
   *     span alone, which is the parent then
   */
  public static List<SpanContext> links() {
    Context current = Context.current();
    boolean hasParent = Span.fromContext(current).getSpanContext().isValid();
    return hasParent ? List.of() : linksOf(current);
  }

  /**
   * Links a span that is about to begin with those in which the items were put: {@code
   * link(tracer.spanBuilder("store")).startSpan()}.
   *
   * @param span what makes it, never null
   * @return the same
   */
  public static SpanBuilder link(SpanBuilder span) {
    links().forEach(span::addLink);
    return span;
  }

  @Override
  public @Nullable Object capture() {
    Context current = Context.current();
    return current == Context.root() ? null : current;
  }

  @Override
  @SuppressWarnings("MustBeClosedChecker") // who is given it closes it
  public Scope restore(Object context) {
    io.opentelemetry.context.Scope scope = ((Context) context).makeCurrent();
    return scope::close;
  }

  @Override
  public Object join(List<Object> contexts) {
    Context first = (Context) contexts.get(0);
    Set<SpanContext> spans = new LinkedHashSet<>();
    Context withSpan = null;
    for (Object each : contexts) {
      Context context = (Context) each;
      Span span = Span.fromContext(context);
      if (span.getSpanContext().isValid()) {
        spans.add(span.getSpanContext());
        withSpan = withSpan == null ? context : withSpan;
      } else {
        spans.addAll(linksOf(context));
      }
    }
    if (spans.size() == 1 && withSpan != null) {
      return withSpan; // a parent says more than a link
    }
    Baggage baggage = Baggage.fromContext(first);
    return spans.isEmpty() ? first : Context.root().with(LINKS, List.copyOf(spans)).with(baggage);
  }

  private static List<SpanContext> linksOf(Context context) {
    return Objects.requireNonNullElse(context.get(LINKS), List.of());
  }
}
