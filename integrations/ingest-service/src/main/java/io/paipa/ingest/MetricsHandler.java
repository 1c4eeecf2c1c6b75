package io.paipa.ingest;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.paipa.Pipeline;
import io.paipa.metrics.PaipaMetrics;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * Answers {@code GET /metrics}, for Prometheus. A registry that throws ends neither the service nor
 * its start: that is logged, and answered by 500. Safe for all threads.
 */
final class MetricsHandler extends Handler.Abstract {
  private static final Logger LOG = System.getLogger(MetricsHandler.class.getName());

  private final PrometheusMeterRegistry registry;

  MetricsHandler(PrometheusMeterRegistry registry, Pipeline<?, ?> pipeline) {
    this.registry = registry;
    try {
      PaipaMetrics.of(pipeline).bindTo(registry);
    } catch (RuntimeException | LinkageError e) { // the latter: a class path that is not whole
      LOG.log(Level.WARNING, "the pipeline has no meters, for the registry has thrown", e);
    }
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    int status = HttpStatus.OK_200;
    String text;
    try {
      text = registry.scrape();
    } catch (RuntimeException | LinkageError e) { // the latter: a class path that is not whole
      LOG.log(Level.WARNING, "the metrics can't be given, for the registry has thrown", e);
      status = HttpStatus.INTERNAL_SERVER_ERROR_500;
      text = "the metrics can't be given; the log says why\n";
    }
    Answer.send(
        status,
        text.getBytes(StandardCharsets.UTF_8),
        "text/plain; version=0.0.4; charset=utf-8",
        response,
        callback);
    return true;
  }
}
