package io.paipa.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.paipa.Pipeline;
import io.paipa.PipelineState;
import io.paipa.kafka.broker.LocalBroker;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

/** The broker goes, and comes back with what it had. */
class BrokerRestartTest {
  @Test
  void shouldGoOnWhenTheBrokerIsBack() throws Exception {
    int records = 6_000;
    Journal journal = new Journal();
    try (LocalBroker broker = LocalBroker.start()) {
      Topic topic = new Topic(broker, 3);
      topic.write(records, 30);
      try (Pipeline<ConsumerRecord<String, String>, Void> pipeline =
          Pipeline.<ConsumerRecord<String, String>>named("goes-on")
              .sink(
                  "store",
                  record -> {
                    TimeUnit.MILLISECONDS.sleep(2);
                    journal.add(record);
                  })
              .workers(4)
              .keyed(ConsumerRecord::key)
              .build()) {
        pipeline.putAcknowledged(topic.source());
        pipeline.start();
        Waits.until("a part", () -> journal.size() > records / 4);
        broker.stop();
        broker.startAgain();
        Waits.until("all", () -> journal.distinct() == records);
        journal.assertInOrderOfKeys();
        topic.write(records, 30);
        Waits.until("more", () -> journal.size() >= 2 * records || failed(pipeline));
        assertThat(failed(pipeline)).isFalse();
      }
      assertThat(topic.lag()).isZero();
    }
  }

  private static boolean failed(Pipeline<?, ?> pipeline) {
    return pipeline.state() == PipelineState.FAILED;
  }
}
