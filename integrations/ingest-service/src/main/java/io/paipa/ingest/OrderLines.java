package io.paipa.ingest;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.paipa.PipelineException;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.eclipse.jetty.http.HttpStatus;
import org.jspecify.annotations.Nullable;

/**
 * The lines of one request. They are handed over in their order, up to the first that is not
 * accepted: behind that, none is. So a client that is told of n accepted lines knows which they
 * are. Used by one thread at a time.
 */
final class OrderLines {
  /** Why a line was not accepted. */
  record Stop(int status, int line, String error) {}

  private final Handover handover;
  private final LineSplitter splitter;
  private int line;
  private int accepted;
  private @Nullable Stop stop;

  OrderLines(Handover handover, int longestLine) {
    this.handover = handover;
    splitter = new LineSplitter(longestLine, this::line);
  }

  /** Takes the next part of the body. */
  void take(ByteBuffer part) {
    if (stop == null && !splitter.take(part)) {
      stop(HttpStatus.PAYLOAD_TOO_LARGE_413, "the line is too long");
    }
  }

  /** The body is at its end. */
  void end() {
    if (stop == null) {
      splitter.end();
    }
  }

  /** Accepts no line from the one on that has not come to its end. */
  void stop(int status, String error) {
    stopAt(line + 1, status, error);
  }

  private void stopAt(int where, int status, String error) {
    if (stop == null) { // the first counts: behind it nothing was accepted
      stop = new Stop(status, where, error);
    }
  }

  private void line(byte[] bytes, int length) {
    line++;
    if (stop != null || isBlank(bytes, length)) {
      return;
    }
    try {
      if (handover.offer(Json.order(bytes, length))) {
        accepted++;
      } else {
        stopAt(
            line,
            HttpStatus.TOO_MANY_REQUESTS_429,
            "there is no room at the moment: send the lines from this one on again, later");
      }
    } catch (JsonProcessingException e) {
      stopAt(line, HttpStatus.BAD_REQUEST_400, Json.reason(e));
    } catch (IllegalStateException | PipelineException e) {
      stopAt(
          line,
          HttpStatus.SERVICE_UNAVAILABLE_503,
          "the service ends, or has failed: send the lines from this one on again, later");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      stopAt(line, HttpStatus.SERVICE_UNAVAILABLE_503, "the service is ending");
    }
  }

  private static boolean isBlank(byte[] bytes, int length) {
    for (int i = 0; i < length; i++) {
      if (bytes[i] > ' ' || bytes[i] < 0) {
        return false;
      }
    }
    return true;
  }

  int accepted() {
    return accepted;
  }

  Optional<Stop> stop() {
    return Optional.ofNullable(stop);
  }
}
