package io.paipa.ingest;

import io.paipa.Health;
import io.paipa.Pipeline;
import io.paipa.PipelineState;
import java.util.LinkedHashMap;
import java.util.Map;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * Answers {@code GET /health}: 200 while the pipeline works and takes orders, 503 else. Safe for
 * all threads.
 */
final class HealthHandler extends Handler.Abstract {
  private final Pipeline<?, ?> pipeline;

  HealthHandler(Pipeline<?, ?> pipeline) {
    this.pipeline = pipeline;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    Health health = pipeline.health();
    PipelineState state = pipeline.state();
    Map<String, String> body = new LinkedHashMap<>();
    body.put("status", health.status().name());
    body.put("state", state.name());
    health.step().ifPresent(step -> body.put("step", step));
    health.reason().ifPresent(reason -> body.put("reason", reason));
    boolean takesOrders = health.up() && state == PipelineState.RUNNING;
    Answer.send(
        takesOrders ? HttpStatus.OK_200 : HttpStatus.SERVICE_UNAVAILABLE_503,
        Json.bytes(body),
        "application/json",
        response,
        callback);
    return true;
  }
}
