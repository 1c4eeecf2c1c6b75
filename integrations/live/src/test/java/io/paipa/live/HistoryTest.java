package io.paipa.live;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.paipa.Pipeline;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** What the charts are drawn from. */
class HistoryTest {
  @Test
  void shouldTellWhatWasSeenOnceASecond() throws InterruptedException {
    CountDownLatch goOn = new CountDownLatch(1);
    try (Pipeline<Integer, Void> pipeline = Pipelines.held("orders", goOn);
        LivePage page = LivePage.builder().port(0).start()) {
      page.add(pipeline);
      Client client = new Client(page);
      pipeline.start();
      Pipelines.fill(pipeline);
      long filled = System.currentTimeMillis();
      Awaiting.await(() -> client.history("orders", filled).get("atMillis").size() >= 2);

      JsonNode history = client.history("orders", filled);
      assertThat(history.get("steps").findValuesAsText("name")).containsExactly("parse", "store");
      JsonNode store = history.get("steps").get(1);
      assertThat(store.get("queued").get(0).asInt()).isGreaterThanOrEqualTo(8);
      assertThat(store.get("itemsPerSecond").get(1).asDouble()).isZero();
      assertThat(store.get("percentile99Millis").get(1).isNull()).isTrue();
      goOn.countDown();
      Awaiting.await(
          () ->
              anyPositive(client.history("orders", filled).get("steps").get(1), "itemsPerSecond"));
      assertThat(anyPositive(client.history("orders", 0).get("steps").get(1), "medianMillis"))
          .isTrue();
      pipeline.stop();
    }
  }

  private static boolean anyPositive(JsonNode step, String field) {
    for (JsonNode value : step.get(field)) {
      if (value.asDouble() > 0) {
        return true;
      }
    }
    return false;
  }

  /** Five minutes, at a pace of our own. */
  @Test
  void shouldKeepFiveMinutes() throws Exception {
    try (Pipeline<Integer, Void> pipeline = Pipelines.idle("orders")) {
      History history = new History();
      for (int second = 0; second < 1_000; second++) {
        history.add(second * 1_000L, second * 1_000_000_000L, pipeline.report().steps());
      }
      JsonNode all = Json.of(history.since(-1));

      assertThat(all.get("atMillis")).hasSize(300);
      assertThat(all.get("atMillis").get(0).asLong()).isEqualTo(700_000);
      assertThat(all.get("steps").get(0).get("queued")).hasSize(300);
      assertThat(Json.of(history.since(998_000)).get("atMillis")).hasSize(1);
      assertThat(Json.of(history.since(999_000)).get("atMillis")).isEmpty();
    }
  }

  /** Somebody has put back the clock of the machine. */
  @Test
  void shouldNeverGoBackInTime() throws Exception {
    try (Pipeline<Integer, Void> pipeline = Pipelines.idle("orders")) {
      History history = new History();
      history.add(10_000, 0, pipeline.report().steps());
      history.add(5_000, 1_000_000_000L, pipeline.report().steps());

      assertThat(Json.of(history.since(10_000)).get("atMillis").get(0).asLong()).isEqualTo(10_001);
    }
  }

  @Test
  void shouldGoOnWithStepsThatKeepTheirNameAndPlace() throws Exception {
    try (Pipeline<Integer, Void> first = Pipelines.ofSteps("orders", 3);
        Pipeline<Integer, Void> second = Pipelines.ofSteps("orders", 2)) {
      History history = new History();
      history.add(1_000, 0, first.report().steps());
      history.gap();
      history.add(2_000, 1_000_000_000L, second.report().steps());

      JsonNode all = Json.of(history.since(0));
      assertThat(all.get("steps")).hasSize(2);
      assertThat(all.get("steps").get(0).get("queued").get(0).isNull()).isFalse();
      assertThat(all.get("steps").get(1).get("queued").get(0).isNull()).isTrue();
      assertThat(all.get("steps").get(0).get("itemsPerSecond").get(1).isNull()).isTrue();
    }
  }
}
