package io.paipa.ingest;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/**
 * What a client is told of its orders. What does not apply is null, and not sent.
 *
 * @param accepted how many lines were accepted: they are worked off, whatever else is said
 * @param stored how many of these are stored; with {@code ?wait}
 * @param refused how many of these make no sense, and are kept with the reason; with {@code ?wait}
 * @param lost how many of these the pipeline's failure has lost: to be sent again
 * @param line the first line that was not accepted, from 1; none behind it was
 * @param error why not, and what to do
 */
@JsonInclude(Include.NON_NULL)
record Answer(
    int accepted,
    @Nullable Integer stored,
    @Nullable Integer refused,
    @Nullable Integer lost,
    @Nullable Integer line,
    @Nullable String error) {
  /** Nothing was accepted. */
  static Answer none(String error) {
    return new Answer(0, null, null, null, null, error);
  }

  /** Sends it. */
  void send(int status, Response response, Callback callback) {
    send(status, Json.bytes(this), "application/json", response, callback);
  }

  /** Sends a whole body. */
  static void send(int status, byte[] body, String type, Response response, Callback callback) {
    response.setStatus(status);
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, type);
    response.getHeaders().put(HttpHeader.CONTENT_LENGTH, body.length);
    response.write(true, ByteBuffer.wrap(body), callback);
  }
}
