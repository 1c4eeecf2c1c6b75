package io.paipa.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.paipa.Pipeline;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A dump that takes long holds up nothing but those who ask for it. */
class SlowDumpTest {
  private final CountDownLatch begun = new CountDownLatch(1);
  private final CountDownLatch goOn = new CountDownLatch(1);
  private final AtomicInteger dumps = new AtomicInteger();

  private void hold() {
    dumps.incrementAndGet();
    begun.countDown();
    try {
      assertThat(goOn.await(50, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException("the dump took so long that its reader was cut", e);
    }
  }

  @Test
  @Timeout(40)
  void shouldNotKeepThePageWaiting() throws InterruptedException {
    try (Pipeline<Integer, Void> real = Pipelines.idle("orders");
        Pipeline<Integer, Void> another = Pipelines.idle("another");
        LivePage page = LivePage.builder().port(0).start()) {
      Client client = new Client(page);
      page.add(Intercepted.of(real, "dump", this::hold));
      CompletableFuture<String> first = CompletableFuture.supplyAsync(() -> dump(page));
      assertThat(begun.await(20, TimeUnit.SECONDS)).isTrue();
      long asked = System.currentTimeMillis();

      page.add(another);
      assertThat(client.pageOf("orders")).contains("not started");
      Awaiting.await(() -> client.history("orders", asked).get("atMillis").size() >= 2);
      for (int i = 0; i < 2; i++) {
        assertThat(dump(page)).startsWith("A dump is being made");
      }
      assertThat(dumps).hasValue(1);
      goOn.countDown();
      assertThat(first.join()).contains("orders");
    } finally {
      goOn.countDown();
    }
  }

  private static String dump(LivePage page) {
    return new Client(page).body(Summary.address("dump.txt", "orders"));
  }
}
