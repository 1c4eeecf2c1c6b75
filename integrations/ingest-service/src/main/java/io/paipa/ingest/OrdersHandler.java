package io.paipa.ingest;

import java.util.Set;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.http.MimeTypes;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/** Answers {@code POST /orders}, with JSON lines as its body. Safe for all threads. */
final class OrdersHandler extends Handler.Abstract {
  private static final Set<String> TYPES = Set.of("application/x-ndjson", "application/jsonl");

  private final Intake intake;
  private final Limits limits;

  OrdersHandler(Intake intake, Limits limits) {
    this.intake = intake;
    this.limits = limits;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    if (!HttpMethod.POST.is(request.getMethod())) {
      response.getHeaders().put(HttpHeader.ALLOW, HttpMethod.POST.asString());
      Answer.none("only POST is possible here")
          .send(HttpStatus.METHOD_NOT_ALLOWED_405, response, callback);
    } else if (!isJsonLines(request.getHeaders().get(HttpHeader.CONTENT_TYPE))) {
      Answer.none("the body has to be JSON lines: Content-Type: application/x-ndjson")
          .send(HttpStatus.UNSUPPORTED_MEDIA_TYPE_415, response, callback);
    } else {
      boolean wait = Request.extractQueryParameters(request).get("wait") != null;
      Settlements settlements = wait ? new Settlements() : null;
      new OrdersRequest(request, response, callback, intake, settlements, limits).run();
    }
    return true;
  }

  private static boolean isJsonLines(@Nullable String type) {
    return type != null && TYPES.contains(MimeTypes.getContentTypeWithoutCharset(type).trim());
  }
}
