package io.paipa.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.paipa.Report;
import io.paipa.ingest.RunningService.Got;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is in the database afterwards. */
class StoreTest {
  @TempDir private Path folder;

  @Test
  void shouldStoreOrdersWithTheirCustomers() throws Exception {
    try (RunningService service = RunningService.in(folder)) {
      service.postAndWait(Lines.order("a", "c-2", 250));

      assertThat(Rows.of(service.database(), "SELECT * FROM orders"))
          .containsExactly("a c-2 250 Customer 2 south");
    }
  }

  @Test
  void shouldStoreAnOrderOnceThoughItComesAgain() throws Exception {
    try (RunningService service = RunningService.in(folder)) {
      service.postAndWait(Lines.orders(10));

      Got again = service.postAndWait(Lines.orders(11));

      assertThat(again.body().get("stored").asInt()).isEqualTo(11);
      assertThat(service.stored()).isEqualTo(11);
    }
  }

  @Test
  void shouldKeepRefusedOrdersWithTheirReasons() throws Exception {
    try (RunningService service = RunningService.in(folder)) {
      Got got =
          service.postAndWait(
              Lines.order("free", "c-1", 0) + Lines.order("lost", "nobody", 5) + Lines.orders(1));

      assertThat(got.body().get("refused").asInt()).isEqualTo(2);
      assertThat(Rows.of(service.database(), "SELECT * FROM refused"))
          .containsExactly(
              "free c-1 0 validate cents: 0 is not between 1 and 100000000",
              "lost nobody 5 enrich customer 'nobody' is not known");
      assertThat(service.stored()).isOne();
      assertThat(service.get("/health").status()).isEqualTo(200);
    }
  }

  @Test
  void shouldWaitForAnotherProcessThatHoldsTheFile() throws Exception {
    try (RunningService service = RunningService.in(folder);
        Connection other = DriverManager.getConnection("jdbc:sqlite:" + service.database());
        Statement statement = other.createStatement()) {
      statement.execute("BEGIN IMMEDIATE");
      CompletableFuture<Got> got =
          CompletableFuture.supplyAsync(
              () -> {
                try {
                  return service.postAndWait(Lines.orders(3));
                } catch (IOException | InterruptedException e) {
                  throw new AssertionError(e);
                }
              });
      Awaiting.await(() -> service.pipeline().report().steps().get(3).retried() > 0);
      statement.execute("COMMIT");

      assertThat(got.join().body().get("stored").asInt()).isEqualTo(3);
    }
  }

  @Test
  void shouldWaitForAnotherProcessWithARefusedOrderToo() throws Exception {
    try (RunningService service = RunningService.in(folder);
        Connection other = DriverManager.getConnection("jdbc:sqlite:" + service.database());
        Statement statement = other.createStatement()) {
      statement.execute("BEGIN IMMEDIATE");
      service.post(Lines.order("free", "c-1", 0));
      CompletableFuture<Report> end = service.pipeline().completion().toCompletableFuture();
      assertThatThrownBy(() -> end.get(1_500, TimeUnit.MILLISECONDS)) // three attempts
          .as("it has not ended")
          .isInstanceOf(TimeoutException.class);
      statement.execute("COMMIT");

      assertThat(service.postAndWait(Lines.orders(3)).body().get("stored").asInt()).isEqualTo(3);
      assertThat(Rows.of(service.database(), "SELECT id FROM refused")).containsExactly("free");
    }
  }

  @Test
  void shouldHoldFewOrdersInMemoryWhileNothingCanBeStored() throws Exception {
    try (RunningService service = RunningService.in(folder);
        Connection other = DriverManager.getConnection("jdbc:sqlite:" + service.database());
        Statement statement = other.createStatement()) {
      statement.execute("BEGIN IMMEDIATE");

      Got got = service.post(Lines.orders(50_000));

      assertThat(got.status()).isEqualTo(429);
      assertThat(got.body().get("accepted").asInt()).isLessThan(5_000);
    }
  }
}
