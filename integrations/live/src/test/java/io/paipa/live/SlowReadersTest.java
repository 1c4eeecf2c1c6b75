package io.paipa.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.paipa.Pipeline;
import java.io.IOException;
import java.net.SocketException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Readers that are slow, or dead, cost neither other readers nor the pipeline anything. */
class SlowReadersTest {
  private static final int MANY = 12;
  private static final Duration LIMIT = Duration.ofNanos(RequestThreads.LIMIT_NANOS).plusSeconds(5);

  private final List<RawClient> slow = new ArrayList<>();

  private void halfRequests(LivePage page) throws IOException {
    for (int i = 0; i < MANY; i++) {
      RawClient client = new RawClient(page.uri());
      client.send("GET /pipelines HTTP/1.1\r\nHost: loc");
      slow.add(client);
    }
  }

  /** A hundred requests in a row, whose answers nobody reads. */
  private void requestsWithoutReading(LivePage page) throws IOException {
    for (int i = 0; i < MANY; i++) {
      RawClient client = new RawClient(page.uri());
      client.send("GET /uplot/uPlot.iife.min.js HTTP/1.1\r\nHost: localhost\r\n\r\n".repeat(100));
      slow.add(client);
    }
  }

  private void close() throws IOException {
    for (RawClient client : slow) {
      client.close();
    }
  }

  private static String readUntilCut(RawClient client) throws IOException {
    try {
      return client.readAll();
    } catch (SocketException e) {
      return ""; // reset, which is a cut as well
    }
  }

  @Test
  void shouldKeepNobodyElseWaiting() throws Exception {
    try (Pipeline<Integer, Void> pipeline = Pipelines.idle("orders");
        LivePage page = LivePage.builder().port(0).start()) {
      page.add(pipeline);
      pipeline.start();
      halfRequests(page);
      long begun = System.nanoTime();
      for (int i = 0; i < 20; i++) {
        assertThat(new Client(page).get("/pipeline?name=orders").statusCode()).isEqualTo(200);
      }
      assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(LIMIT);
      pipeline.stop();
      close();
    }
  }

  @Test
  void shouldBeCutWhoeverSendsHalfARequest() throws Exception {
    try (LivePage page = LivePage.builder().port(0).start()) {
      halfRequests(page);
      long begun = System.nanoTime();
      for (RawClient client : slow) {
        assertThat(readUntilCut(client)).isEmpty();
      }
      assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(LIMIT);
      close();
    }
  }

  @Test
  void shouldBeCutWhoeverNeverReads() throws Exception {
    try (LivePage page = LivePage.builder().port(0).start()) {
      requestsWithoutReading(page);
      Awaiting.await(() -> threadsInRequests() >= MANY);
      Awaiting.await(() -> threadsInRequests() == 0);

      assertThat(new Client(page).get("/pipelines").statusCode()).isEqualTo(200);
      close();
    }
  }

  private static long threadsInRequests() {
    return Thread.getAllStackTraces().entrySet().stream()
        .filter(entry -> entry.getKey().getName().matches("paipa-live-\\d+"))
        .flatMap(entry -> List.of(entry.getValue()).stream())
        .filter(frame -> frame.getMethodName().equals("run"))
        .filter(frame -> frame.getClassName().endsWith("RequestThreads$Timed"))
        .count();
  }

  /** More requests than threads, and more than may wait: they end, and others are answered. */
  @Test
  void shouldLeaveThePageUsableAfterAFlood() throws Exception {
    try (LivePage page = LivePage.builder().port(0).start()) {
      for (int i = 0; i < 20; i++) {
        halfRequests(page);
      }
      for (RawClient client : slow) {
        client.close();
      }
      Awaiting.await(() -> threadsInRequests() == 0);
      assertThat(new Client(page).get("/pipelines").statusCode()).isEqualTo(200);
    }
  }

  @Test
  void shouldCostThePipelineNothing() throws Exception {
    try (Pipeline<Integer, Void> pipeline = Pipelines.idle("orders");
        LivePage page = LivePage.builder().port(0).start()) {
      page.add(pipeline);
      halfRequests(page);
      requestsWithoutReading(page);
      pipeline.start();
      for (int item = 0; item < 100_000; item++) {
        pipeline.put(item);
      }
      pipeline.stop();
      assertThat(pipeline.report().steps().get(0).done()).isEqualTo(100_000);
      close();
    }
  }
}
