package io.paipa.ingest;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.paipa.Acknowledgement;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** No client can fill the memory, keep the others out, or lose what was accepted. */
class BadClientsTest {
  private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

  private static final Limits SMALL =
      new Limits(
          1_000,
          100_000,
          Duration.ofMillis(2_500),
          Duration.ofMillis(1_000),
          Duration.ofMillis(100),
          Duration.ofMillis(400),
          200);

  private static final String HEAD =
      """
      POST /orders HTTP/1.1\r
      Host: localhost\r
      Content-Type: application/x-ndjson\r
      """;

  @TempDir private Path folder;

  private static void send(Socket client, String text) throws IOException {
    OutputStream out = client.getOutputStream();
    out.write(text.getBytes(US_ASCII));
    out.flush();
  }

  /** Begins a body in chunks, of which no one says how many come. */
  private static void begin(Socket client) throws IOException {
    send(client, HEAD + "Transfer-Encoding: chunked\r\n\r\n");
  }

  private static void sendPart(Socket client, String part) throws IOException {
    send(client, Integer.toHexString(part.length()) + "\r\n" + part + "\r\n");
  }

  /** All that came, until the service has cut the connection, in whichever way. */
  private static String answerOf(Socket client) throws IOException {
    ByteArrayOutputStream answer = new ByteArrayOutputStream();
    try {
      client.getInputStream().transferTo(answer);
    } catch (SocketException cut) {
      // something was sent when it had cut already
    }
    return answer.toString(US_ASCII);
  }

  @Test
  void shouldCutABodyWithoutEnd() throws Exception {
    try (RunningService service = RunningService.in(folder, SMALL);
        Socket client = service.connect()) {
      begin(client);
      sendPart(client, Lines.orders(1));
      int sent = 0;
      try {
        while (sent < 10_000_000) {
          sendPart(client, " ".repeat(99) + "\n");
          sent += 100;
        }
      } catch (SocketException cut) {
        // as it should be
      }

      assertThat(sent).isLessThan(10_000_000);
      service.drain();
      assertThat(service.stored()).isOne();
    }
  }

  @Test
  void shouldAnswerABodyThatIsTooLong() throws Exception {
    try (RunningService service = RunningService.in(folder, SMALL);
        Socket client = service.connect()) {
      begin(client);
      try {
        for (int i = 0; i < 1_010; i++) { // no more than the system's buffers take
          sendPart(client, i == 0 ? Lines.orders(1) : " ".repeat(99) + "\n");
        }
      } catch (SocketException cut) {
        // the last parts are beyond the limit
      }

      assertThat(answerOf(client))
          .startsWith("HTTP/1.1 413 ")
          .contains("Connection: close")
          .contains("{\"accepted\":1,\"line\":");
    }
  }

  @Test
  void shouldAnswerALineThatIsTooLong() throws Exception {
    try (RunningService service = RunningService.in(folder, SMALL)) {
      RunningService.Got got =
          service.post(Lines.orders(2) + " ".repeat(1_001) + "\n" + Lines.order("behind"));

      assertThat(got.status()).isEqualTo(413);
      assertThat(got.body().get("accepted").asInt()).isEqualTo(2);
      assertThat(got.body().get("line").asInt()).isEqualTo(3);
      assertThat(
              service
                  .post(" ".repeat(1_000 - Lines.order("x").length()) + Lines.order("x"))
                  .status())
          .isEqualTo(202);
    }
  }

  @Test
  void shouldAnswerAClientThatFallsSilent() throws Exception {
    try (RunningService service = RunningService.in(folder, SMALL);
        Socket client = service.connect()) {
      begin(client);
      sendPart(client, Lines.orders(2) + "{\"id\":\"o-");

      assertThat(answerOf(client))
          .startsWith("HTTP/1.1 408 ")
          .contains("Connection: close")
          .contains("{\"accepted\":2,\"line\":3,");
      service.drain();
      assertThat(service.stored()).isEqualTo(2);
    }
  }

  @Test
  void shouldAnswerAClientThatIsTooSlow() throws Exception {
    try (RunningService service = RunningService.in(folder, SMALL);
        Socket client = service.connect()) {
      begin(client);
      sendPart(client, Lines.orders(1));
      Thread drips =
          new Thread(
              () -> {
                try {
                  while (true) {
                    sendPart(client, " ");
                    Thread.sleep(50);
                  }
                } catch (IOException | InterruptedException end) {
                  // the service has cut it
                }
              });
      drips.start();

      assertThat(answerOf(client)).startsWith("HTTP/1.1 408 ").contains("{\"accepted\":1,");
      drips.join();
    }
  }

  @Test
  void shouldServeOthersWhileSlowClientsSend() throws Exception {
    Limits patient =
        new Limits(
            1_000,
            100_000,
            Duration.ofSeconds(30),
            Duration.ofSeconds(20),
            Duration.ofMillis(100),
            Duration.ofSeconds(10),
            200);
    try (RunningService service = RunningService.in(folder, patient)) {
      service.postAndWait(Lines.order("the first one takes longer"));
      List<Socket> slow = new ArrayList<>();
      for (int i = 0; i < 100; i++) { // more than the server has threads
        Socket client = service.connect();
        slow.add(client);
        begin(client);
        sendPart(client, "{");
      }

      long begin = System.nanoTime();
      assertThat(service.postAndWait(Lines.orders(3)).status()).isEqualTo(200);
      assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(patient.idle());
      for (Socket client : slow) {
        client.close();
      }
    }
  }

  @Test
  void shouldLetClientsWaitWhereThereAreTooMany() throws Exception {
    Limits two =
        new Limits(
            SMALL.lineBytes(),
            SMALL.bodyBytes(),
            SMALL.bodyTime(),
            Duration.ofSeconds(30),
            SMALL.patience(),
            SMALL.settling(),
            2);
    try (RunningService service = RunningService.in(folder, two);
        Socket further = new Socket()) {
      try (Socket first = service.connect();
          Socket second = service.connect()) {
        assertThat(List.of(first, second)).allMatch(Socket::isConnected);
        service.connect(further);
        send(further, "GET /health HTTP/1.0\r\n\r\n");
        further.setSoTimeout(300);
        assertThatThrownBy(() -> answerOf(further)).isInstanceOf(SocketTimeoutException.class);
      }

      further.setSoTimeout(20_000);
      assertThat(answerOf(further)).startsWith("HTTP/1.1 200 ");
    }
  }

  @Test
  void shouldKeepWhatAClientSentBeforeItWent() throws Exception {
    try (RunningService service = RunningService.in(folder, SMALL)) {
      try (Socket client = service.connect()) {
        begin(client);
        sendPart(client, Lines.orders(2) + "{\"id\":\"o-");
        Awaiting.await(() -> service.pipeline().report().accepted() == 2);
      }

      Awaiting.await(() -> service.stored() == 2);
      assertThat(service.get("/health").status()).isEqualTo(200);
    }
  }

  @Test
  void shouldTakeABodyOfUnknownLength() throws Exception {
    try (RunningService service = RunningService.in(folder)) {
      byte[] lines = Lines.orders(1_000).getBytes(US_ASCII);

      assertThat(
              service
                  .post(
                      "/orders",
                      BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(lines)))
                  .response()
                  .body())
          .isEqualTo("{\"accepted\":1000}");
    }
  }

  @Test
  void shouldAnswerThoughADefectThrows() throws Exception {
    Intake defect =
        new Intake() {
          @Override
          public boolean offer(Order order, Duration patience) {
            throw new ArithmeticException("a defect");
          }

          @Override
          public boolean offer(Order order, Acknowledgement acknowledgement, Duration patience) {
            throw new ArithmeticException("a defect");
          }
        };
    try (IngestServer server = IngestServer.open(new InetSocketAddress(LOOPBACK, 0), SMALL)) {
      server.serve("/orders", new OrdersHandler(defect, SMALL)).start();
      try (Socket client = new Socket(LOOPBACK, server.port())) {
        String line = Lines.orders(1).strip();
        send(client, HEAD + "Content-Length: " + line.length() + "\r\n\r\n");
        Thread.sleep(200); // as a rule, Jetty waits for the body then, and the handler has returned
        send(client, line);
        client.setSoTimeout(20_000);

        assertThat(answerOf(client)).startsWith("HTTP/1.1 500 ");
      }
    }
  }
}
