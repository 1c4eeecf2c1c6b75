package io.paipa.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.paipa.Backoff;
import io.paipa.LazySource;
import io.paipa.Pipeline;
import io.paipa.RateLimiter;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the page says of a pipeline that its user holds back: by a pause, or by a rate. */
class HeldBackTest {
  private final RateLimiter limiter = Pipelines.oneAnHour();
  private final Pipeline<Integer, Void> pipeline = Pipelines.rated("orders", limiter);
  private final LivePage page = LivePage.builder().port(0).start();
  private final Client client = new Client(page);

  @AfterEach
  void close() {
    pipeline.abort(); // a finish would keep to the rate
    page.close();
  }

  private void awaitWords(String words) {
    Awaiting.await(() -> client.pageOf("orders").contains(words));
  }

  @Test
  void shouldTellOfAPause() throws InterruptedException {
    page.add(pipeline);
    pipeline.putQueue(new LinkedBlockingQueue<>());
    pipeline.start();
    awaitWords("<td>goes on</td>");
    pipeline.pause();

    awaitWords("<strong>paused</strong>; started ");
    assertThat(client.pageOf("orders"))
        .contains("Pipeline orders: paused, health up", "<td>paused</td>")
        .doesNotContain("<td>goes on</td>");
    assertThat(client.body("pipelines")).contains("<td>paused</td>", "<td>up</td>");
    pipeline.resume();
    awaitWords("<strong>running</strong> for ");
    pipeline.stop();
  }

  @Test
  void shouldTellOfAStepThatItsRateHolds() throws InterruptedException {
    page.add(pipeline);
    pipeline.start();
    Pipelines.fill(pipeline);

    awaitWords("<p class=\"hint\">1 held by the rate</p>");
    assertThat(client.pageOf("orders"))
        .contains("<li class=\"HELD\" title=\"worker 0: held by the rate\">");
    awaitWords("Bottleneck: the rate of step store");
    assertThat(client.body("pipelines")).contains("store: its rate lets no item begin");
    Pipelines.letGo(limiter);
    Awaiting.await(() -> !client.pageOf("orders").contains("held by the rate"));
    pipeline.stop();
  }

  @Test
  void shouldTellHowOftenASourceWasMadeAnew() throws InterruptedException {
    AtomicInteger failures = new AtomicInteger();
    page.add(pipeline);
    pipeline.putSource(
        LazySource.restarting(
            5,
            Backoff.none(),
            given -> {
              if (failures.incrementAndGet() < 3) {
                throw new IOException("gone");
              }
              return List.<Integer>of().iterator();
            }));
    pipeline.run();

    awaitWords("<td>at its end, made anew 2 times</td>");
  }
}
