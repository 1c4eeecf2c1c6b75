package io.paipa.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.paipa.CheckedFunction;
import io.paipa.FailedItem;
import io.paipa.ingest.RunningService.Got;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An outage of another system is waited for, and turns no order into a dead letter. */
class OutageTest {
  @TempDir private Path folder;

  private static CheckedFunction<Order, EnrichedOrder> failing(AtomicInteger times) {
    Customers customers = new Customers(Duration.ofMillis(1));
    return order -> {
      if (times.getAndDecrement() > 0) {
        throw new IOException("down on purpose");
      }
      return customers.enrich(order);
    };
  }

  @Test
  void shouldStoreWhatCouldNotBeLookedUpAtFirst() throws Exception {
    try (RunningService service = RunningService.with(folder, failing(new AtomicInteger(4)))) {
      Got got = service.postAndWait(Lines.orders(3));

      assertThat(got.response().body()).isEqualTo("{\"accepted\":3,\"stored\":3,\"refused\":0}");
      assertThat(service.pipeline().report().steps().get(1).retried()).isEqualTo(4);
    }
  }

  @Test
  void shouldNotTryAgainWhatAnOrderIsToBlameFor() throws Exception {
    try (RunningService service = RunningService.in(folder)) {
      service.postAndWait(Lines.order("lost", "nobody", 5));

      assertThat(service.pipeline().report().steps().get(1).retried()).isZero();
    }
  }

  @Test
  void shouldKeepNoOrderThatIsNotToBlame() throws Exception {
    Path database = folder.resolve("orders.db");
    IOException down = new IOException("down on purpose");
    try (OrderStore store = OrderStore.open(database)) {
      DeadLetters deadLetters = new DeadLetters(store);

      assertThatThrownBy(() -> deadLetters.keep(new Failed(new Order("a", "c-1", 1), down)))
          .isSameAs(down);
      assertThat(Rows.count(database, "refused")).isZero();
    }
  }

  private record Failed(Order item, Exception cause) implements FailedItem<Order> {
    @Override
    public String stepName() {
      return "enrich";
    }

    @Override
    public int workerIndex() {
      return 0;
    }

    @Override
    public int attempts() {
      return 9;
    }
  }
}
