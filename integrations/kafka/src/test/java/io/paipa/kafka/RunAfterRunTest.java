package io.paipa.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.paipa.Pipeline;
import io.paipa.PipelineException;
import io.paipa.PipelineState;
import io.paipa.kafka.broker.LocalBroker;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.function.LongPredicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Run after run, what was settled does not come again, and all else does. */
@ExtendWith(SharedBroker.class)
class RunAfterRunTest {
  private final LocalBroker broker;
  private final Journal journal = new Journal();

  RunAfterRunTest(LocalBroker broker) {
    this.broker = broker;
  }

  /** A pipeline that never gets done with some records. */
  private Pipeline<ConsumerRecord<String, String>, Void> stuckAt(
      LongPredicate offsets, int capacity) {
    CountDownLatch never = new CountDownLatch(1);
    return Pipeline.<ConsumerRecord<String, String>>named("stuck")
        .sink(
            "store",
            record -> {
              if (offsets.test(record.offset())) {
                never.await();
              }
              journal.add(record);
            })
        .workers(4)
        .capacity(capacity)
        .build();
  }

  @ParameterizedTest
  @ValueSource(strings = {"classic", "consumer"})
  void shouldRepeatNothingAfterAStop(String protocol) throws Exception {
    Topic topic = new Topic(broker, 3);
    Map<String, Object> properties = topic.properties(protocol);
    for (int round = 1; round <= 3; round++) {
      topic.write(1_000, 10);
      int until = 1_000 * round;
      journal.fill(journal.pipeline(), KafkaSource.subscribe(properties, topic.name()), until);
      assertThat(journal.size()).isEqualTo(until);
      assertThat(topic.lag()).isZero();
    }
    assertThat(journal.repeated()).isZero();
  }

  @Test
  void shouldRepeatOnlyWhatWasOpenAfterAnAbort() throws Exception {
    Topic topic = new Topic(broker, 1);
    topic.write(1_000, 1_000);
    try (var pipeline = stuckAt(offset -> offset == 5 || offset == 77, 1_024)) {
      pipeline.putAcknowledged(topic.source());
      pipeline.start();
      Waits.until("all but two", () -> journal.size() == 998);
      pipeline.abort();
    }
    assertThat(journal.size()).isEqualTo(998);
    journal.fill(journal.pipeline(), topic.source(), 1_000);
    assertThat(journal.size()).isEqualTo(1_000);
    assertThat(journal.repeated()).isZero();
    assertThat(topic.lag()).isZero();
  }

  /** What the first consumer has left is known, although the second was stopped before its end. */
  @Test
  void shouldRememberWhatWasSettledOverSeveralAborts() throws Exception {
    Topic topic = new Topic(broker, 1);
    topic.write(3_000, 3_000);
    for (int round = 0; round < 3; round++) {
      try (var pipeline = stuckAt(offset -> offset % 1_000 == 5, 16)) {
        Map<String, Object> properties = topic.properties();
        properties.put("max.poll.records", round == 1 ? 3 : 500); // the second doesn't come far
        pipeline.putAcknowledged(KafkaSource.subscribe(properties, topic.name()));
        pipeline.start();
        int least = round == 1 ? 0 : 2_997;
        Waits.until("all but three", () -> journal.size() >= least);
        Waits.until("a record", () -> pipeline.report().sources().get(0).pulled() > 0);
        pipeline.abort();
      }
    }
    journal.fill(journal.pipeline(), topic.source(), 3_000);
    assertThat(journal.size()).isEqualTo(3_000);
    assertThat(journal.repeated()).isZero();
  }

  @Test
  void shouldRepeatWhatHasFailedThePipeline() throws Exception {
    Topic topic = new Topic(broker, 1);
    topic.write(100, 100);
    try (var pipeline =
        Pipeline.<ConsumerRecord<String, String>>named("failing")
            .sink(
                "store",
                record -> {
                  if (record.offset() == 50) {
                    throw new IllegalStateException("no");
                  }
                  journal.add(record);
                })
            .build()) {
      pipeline.putAcknowledged(topic.source());
      pipeline.start();
      Waits.until("failure", () -> pipeline.state() != PipelineState.RUNNING);
      assertThat(pipeline.state()).isEqualTo(PipelineState.FAILED);
    } catch (PipelineException e) {
      assertThat(e).hasMessageContaining(topic.name() + "-0@50");
    }
    int before = journal.size();
    assertThat(before).isBetween(50, 99);
    journal.fill(journal.pipeline(), topic.source(), 100);
    assertThat(journal.distinct()).isEqualTo(100);
    assertThat(journal.repeated()).isZero();
  }

  /** It begins where it began before, although the client's policy would pass over to the end. */
  @Test
  void shouldReadWhatIsWrittenBetweenTwoRunsThatBeginAtTheEnd() throws Exception {
    Topic topic = new Topic(broker, 2);
    topic.write(20, 20);
    Map<String, Object> properties = topic.properties();
    properties.put("auto.offset.reset", "latest");
    try (var first = journal.pipeline()) {
      first.putAcknowledged(KafkaSource.subscribe(properties, topic.name()));
      first.start();
      Waits.until("a beginning", () -> topic.committed().size() == 2);
    }
    topic.write(50, 50);
    journal.fill(journal.pipeline(), KafkaSource.subscribe(properties, topic.name()), 50);
    assertThat(journal.size()).isEqualTo(50);
    assertThat(topic.lag()).isZero();
  }
}
