package io.paipa.ingest;

import java.util.Optional;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/**
 * One request: its lines are handed over as they come, and then it is answered.
 *
 * <p>No thread waits for the body: where nothing has come, {@link #run} returns, and Jetty calls it
 * again. So a slow client costs a connection, and no more. One thread at a time calls it, and each
 * sees what the one before has done. With {@code ?wait} no thread waits for the pipeline, either:
 * what settles the last order has another thread send the answer.
 *
 * <p>Behind a line that is not accepted, the body is read on, within the limits: a client that is
 * still sending might not see the answer.
 */
final class OrdersRequest implements Runnable {
  private final Request request;
  private final Response response;
  private final Callback callback;
  private final Limits limits;
  private final @Nullable Settlements settlements;
  private final OrderLines lines;
  private long bytes;

  OrdersRequest(
      Request request,
      Response response,
      Callback callback,
      Intake intake,
      @Nullable Settlements settlements,
      Limits limits) {
    this.request = request;
    this.response = response;
    this.callback = callback;
    this.limits = limits;
    this.settlements = settlements;
    lines =
        new OrderLines(new Handover(intake, settlements, limits.patience()), limits.lineBytes());
  }

  /** Reads what there is of the body. */
  @Override
  public void run() {
    try {
      read();
    } catch (RuntimeException e) { // a defect; without this the client would wait for an answer
      callback.failed(e);
    }
  }

  private void read() {
    while (true) {
      Content.Chunk chunk = request.read();
      if (chunk == null) {
        request.demand(this);
        return;
      }
      if (Content.Chunk.isFailure(chunk)) {
        failed(chunk.getFailure());
        return;
      }
      try {
        take(chunk);
      } finally {
        chunk.release();
      }
      if (chunk.isLast()) {
        lines.end();
        answer();
        return;
      }
      if (isBeyondLimits()) {
        answerBeforeTheEnd();
        return;
      }
    }
  }

  private void take(Content.Chunk chunk) {
    bytes += chunk.remaining();
    lines.take(chunk.getByteBuffer());
  }

  private boolean isBeyondLimits() {
    if (bytes > limits.bodyBytes()) {
      lines.stop(
          HttpStatus.PAYLOAD_TOO_LARGE_413,
          "a body may have " + limits.bodyBytes() + " bytes: send the rest in further ones");
      return true;
    }
    if (System.nanoTime() - request.getBeginNanoTime() > limits.bodyTime().toNanos()) {
      lines.stop(
          HttpStatus.REQUEST_TIMEOUT_408,
          "a body may take " + limits.bodyTime().toSeconds() + " s: send the rest again");
      return true;
    }
    return false;
  }

  /** What was accepted before stays so, though the client may never hear of it. */
  private void failed(Throwable failure) {
    if (failure instanceof TimeoutException) {
      lines.stop(HttpStatus.REQUEST_TIMEOUT_408, "the rest has not come: send it again");
      answerBeforeTheEnd();
    } else {
      callback.failed(failure); // the client has gone
    }
  }

  private void answerBeforeTheEnd() {
    response.getHeaders().put(HttpHeader.CONNECTION, "close");
    answer();
  }

  private void answer() {
    if (settlements == null) {
      send(HttpStatus.ACCEPTED_202, null, null, null);
    } else {
      settlements
          .allOrAfter(limits.settling())
          .thenRunAsync(() -> send(settlements), request.getComponents().getExecutor());
    }
  }

  private void send(Settlements of) {
    int stored = of.stored();
    int refused = of.refused();
    int lost = of.lost();
    int status;
    if (lost > 0) {
      status = HttpStatus.SERVICE_UNAVAILABLE_503;
    } else if (stored + refused < lines.accepted()) {
      status = HttpStatus.ACCEPTED_202; // it takes longer than a client is to wait
    } else {
      status = HttpStatus.OK_200;
    }
    send(status, stored, refused, lost == 0 ? null : lost);
  }

  private void send(
      int status, @Nullable Integer stored, @Nullable Integer refused, @Nullable Integer lost) {
    Optional<OrderLines.Stop> stop = lines.stop();
    int code = stop.map(OrderLines.Stop::status).orElse(status);
    if (code == HttpStatus.TOO_MANY_REQUESTS_429 || code == HttpStatus.SERVICE_UNAVAILABLE_503) {
      response.getHeaders().put(HttpHeader.RETRY_AFTER, "1");
    }
    new Answer(
            lines.accepted(),
            stored,
            refused,
            lost,
            stop.map(OrderLines.Stop::line).orElse(null),
            stop.map(OrderLines.Stop::error).orElse(null))
        .send(code, response, callback);
  }
}
