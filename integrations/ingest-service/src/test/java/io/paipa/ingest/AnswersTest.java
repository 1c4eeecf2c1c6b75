package io.paipa.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.paipa.CheckedFunction;
import io.paipa.ingest.RunningService.Got;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every answer says what was accepted, and that is worked off. */
class AnswersTest {
  @TempDir private Path folder;

  @Test
  void shouldAccept() throws Exception {
    try (RunningService service = RunningService.in(folder)) {
      Got got = service.post(Lines.orders(1_000));

      assertThat(got.response().body()).isEqualTo("{\"accepted\":1000}");
      assertThat(got.status()).isEqualTo(202);
      service.drain();
      assertThat(service.stored()).isEqualTo(1_000);
    }
  }

  @Test
  void shouldAnswerWhenAllIsStored() throws Exception {
    try (RunningService service = RunningService.in(folder)) {
      Got got = service.postAndWait(Lines.orders(10) + Lines.order("bad", "c-7", 0));

      assertThat(service.stored()).isEqualTo(10);
      assertThat(got.response().body()).isEqualTo("{\"accepted\":11,\"stored\":10,\"refused\":1}");
      assertThat(got.status()).isEqualTo(200);
    }
  }

  @Test
  void shouldNotWaitForEver() throws Exception {
    try (RunningService service = RunningService.stuckIn(folder, impatient())) {
      Got got = service.postAndWait(Lines.orders(3));

      assertThat(got.response().body()).isEqualTo("{\"accepted\":3,\"stored\":0,\"refused\":0}");
      assertThat(got.status()).isEqualTo(202);
    }
  }

  @Test
  void shouldSayWhichLineIsMalformed() throws Exception {
    try (RunningService service = RunningService.in(folder)) {
      Got got = service.post(Lines.orders(2) + "\n{\"id\": \n" + Lines.order("behind"));

      assertThat(got.status()).isEqualTo(400);
      assertThat(got.body().get("accepted").asInt()).isEqualTo(2);
      assertThat(got.body().get("line").asInt()).isEqualTo(4);
      assertThat(got.error()).contains("Unexpected end-of-input");
      service.drain();
      assertThat(Rows.of(service.database(), "SELECT id FROM orders"))
          .containsExactly("o-1", "o-2");
    }
  }

  @Test
  void shouldWaitForTheGoodLinesBeforeAMalformedOne() throws Exception {
    try (RunningService service = RunningService.in(folder)) {
      Got got = service.postAndWait(Lines.orders(2) + "no JSON");

      assertThat(got.status()).isEqualTo(400);
      assertThat(got.body().get("stored").asInt()).isEqualTo(2);
      assertThat(service.stored()).isEqualTo(2);
    }
  }

  @Test
  void shouldTakeNothingThatIsNoOrder() throws Exception {
    try (RunningService service = RunningService.in(folder)) {
      for (String line :
          new String[] {
            "[]",
            "1",
            "null",
            "{}",
            "{\"id\":\"\",\"customer\":\"c-7\",\"cents\":1}",
            "{\"id\":\"a\",\"customer\":null,\"cents\":1}",
            "{\"id\":\"a\",\"customer\":\"c-7\",\"cents\":\"1\"}",
            "{\"id\":\"a\",\"customer\":\"c-7\",\"cents\":1.5}",
            "{\"id\":\"a\",\"customer\":\"c-7\",\"cents\":1,\"other\":2}",
            Lines.order("a").strip() + Lines.order("b").strip()
          }) {
        Got got = service.post(line);

        assertThat(got.status()).as(line).isEqualTo(400);
        assertThat(got.body().get("line").asInt()).as(line).isOne();
        assertThat(got.error()).as(line).isNotBlank();
      }
      Got notUtf8 =
          service.post(
              "/orders",
              BodyPublishers.ofByteArray(
                  Lines.order("\u00e9").getBytes(StandardCharsets.ISO_8859_1)));
      assertThat(notUtf8.status()).isEqualTo(400);
      assertThat(service.pipeline().report().accepted()).isZero();
    }
  }

  @Test
  void shouldSayThatThereIsNoRoom() throws Exception {
    try (RunningService service = RunningService.stuckIn(folder, impatient())) {
      Got got = service.post(Lines.orders(5_000));

      int accepted = got.body().get("accepted").asInt();
      assertThat(got.status()).isEqualTo(429);
      assertThat(got.response().headers().firstValue("Retry-After")).hasValue("1");
      assertThat(accepted).isBetween(256, 1_500);
      assertThat(got.body().get("line").asInt()).isEqualTo(accepted + 1);
      assertThat(service.pipeline().report().accepted()).isEqualTo(accepted);
      int status;
      do { // the steps may have been late to take what has room in their rings
        status = service.postAndWait(Lines.order("one more")).status();
      } while (status == 202);
      assertThat(status).isEqualTo(429);
    }
  }

  @Test
  void shouldTakeNothingWhenThePipelineHasEnded() throws Exception {
    try (RunningService service = RunningService.in(folder, waitingForAnHour())) {
      service.drain();

      Got got = service.post(Lines.orders(2));

      assertThat(got.status()).isEqualTo(503);
      assertThat(got.body().get("accepted").asInt()).isZero();
      assertThat(got.body().get("line").asInt()).isOne();
      assertThat(got.response().headers().firstValue("Retry-After")).isPresent();
      assertThat(service.postAndWait(Lines.orders(2)).status()).isEqualTo(503);
    }
  }

  @Test
  void shouldSayWhatAFailureHasLost() throws Exception {
    CountDownLatch accepted = new CountDownLatch(1);
    CheckedFunction<Order, EnrichedOrder> lookup =
        order -> {
          accepted.await(); // else the store may fail before the last line has come
          return new Customers(Duration.ZERO).enrich(order);
        };
    try (RunningService service = RunningService.with(folder, lookup)) {
      Rows.change(service.database(), "DROP TABLE orders");

      Future<Got> answer =
          ForkJoinPool.commonPool().submit(() -> service.postAndWait(Lines.orders(3)));
      Awaiting.await(() -> service.pipeline().report().accepted() == 3);
      accepted.countDown();
      Got got = answer.get(20, TimeUnit.SECONDS);

      assertThat(got.status()).isEqualTo(503);
      assertThat(got.response().body())
          .isEqualTo("{\"accepted\":3,\"stored\":0,\"refused\":0,\"lost\":3}");
    }
  }

  @Test
  void shouldSayWhatIsPossible() throws Exception {
    try (RunningService service = RunningService.in(folder)) {
      assertThat(service.get("/").status()).isEqualTo(404);
      Got got = service.get("/orders");
      assertThat(got.status()).isEqualTo(405);
      assertThat(got.response().headers().firstValue("Allow")).hasValue("POST");
      assertThat(postForm(service).status()).isEqualTo(415);
      assertThat(postForm(service).error()).contains("application/x-ndjson");
    }
  }

  private static Got postForm(RunningService service) throws IOException, InterruptedException {
    return service.send(
        service
            .request("/orders")
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(BodyPublishers.ofString(Lines.orders(1)))
            .build());
  }

  private static Limits impatient() {
    return limits(Duration.ofMillis(20), Duration.ofMillis(100));
  }

  private static Limits waitingForAnHour() {
    return limits(Limits.DEFAULT.patience(), Duration.ofHours(1));
  }

  private static Limits limits(Duration patience, Duration settling) {
    Limits limits = Limits.DEFAULT;
    return new Limits(
        limits.lineBytes(),
        limits.bodyBytes(),
        limits.bodyTime(),
        limits.idle(),
        patience,
        settling,
        limits.connections());
  }
}
