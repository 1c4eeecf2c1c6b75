package io.paipa.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.paipa.CheckedConsumer;
import io.paipa.Pipeline;
import io.paipa.PipelineException;
import io.paipa.PipelineState;
import io.paipa.kafka.broker.LocalBroker;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Members of a group join and leave while records are in flight. */
@ExtendWith(SharedBroker.class)
class RebalanceTest {
  private static final String EAGER = "org.apache.kafka.clients.consumer.RangeAssignor";
  private static final String COOPERATIVE =
      "org.apache.kafka.clients.consumer.CooperativeStickyAssignor";

  private final LocalBroker broker;
  private final Journal journal = new Journal();

  RebalanceTest(LocalBroker broker) {
    this.broker = broker;
  }

  private static Pipeline<ConsumerRecord<String, String>, Void> pipeline(
      String name, CheckedConsumer<ConsumerRecord<String, String>> sink) {
    return Pipeline.<ConsumerRecord<String, String>>named(name)
        .sink("store", sink)
        .workers(8)
        .keyed(ConsumerRecord::key)
        .build();
  }

  private Pipeline<ConsumerRecord<String, String>, Void> member(String name) {
    return pipeline(
        name,
        record -> {
          TimeUnit.MILLISECONDS.sleep(4);
          journal.add(record);
        });
  }

  @ParameterizedTest
  @CsvSource({"classic," + EAGER, "classic," + COOPERATIVE, "consumer,"})
  void shouldLoseAndRepeatNothingWhenMembersJoinAndLeave(String protocol, String assignor)
      throws Exception {
    int records = Load.of(12_000, 60_000);
    Topic topic = new Topic(broker, 6);
    topic.write(records, 60);
    Map<String, Object> properties = topic.properties(protocol);
    if (assignor != null) {
      properties.put("partition.assignment.strategy", assignor);
    }
    try (var stays = member("stays")) {
      stays.putAcknowledged(KafkaSource.subscribe(properties, topic.name()));
      stays.start();
      for (int round = 1; round <= Load.of(1, 5); round++) {
        int before = journal.size();
        Waits.until("progress", () -> journal.size() > before + 200 || journal.size() >= records);
        try (var comesAndGoes = member("comes-and-goes")) {
          comesAndGoes.putAcknowledged(KafkaSource.subscribe(properties, topic.name()));
          comesAndGoes.start();
          Waits.until("its part", () -> comesAndGoes.report().sources().get(0).pulled() > 100);
        }
      }
      Waits.until("all", () -> journal.distinct() == records);
    }
    assertThat(journal.repeated()).isZero();
    journal.assertInOrderOfKeys();
    assertThat(topic.lag()).isZero();
  }

  /** It has a limit; what is settled later is nobody's business any more. */
  @Test
  void shouldNotWaitForEverForWhatIsInFlight() throws Exception {
    Topic topic = new Topic(broker, 2);
    topic.write(100, 100);
    CountDownLatch release = new CountDownLatch(1);
    try (var stuck =
        pipeline(
            "stuck",
            record -> {
              if (record.offset() == 3) { // one in each partition
                release.await();
              }
              journal.add(record);
            })) {
      Map<String, Object> properties = topic.properties();
      properties.put("partition.assignment.strategy", COOPERATIVE); // the other partition stays
      stuck.putAcknowledged(
          KafkaSource.<String, String>subscribe(properties, topic.name())
              .revocationTimeout(Duration.ofMillis(200)));
      stuck.start();
      Waits.until("all but two", () -> journal.size() == 98);
      Journal second = new Journal();
      try (var other = pipeline("other", second::add)) {
        other.putAcknowledged(KafkaSource.subscribe(properties, topic.name()));
        other.start();
        Waits.until("what was open", () -> second.size() == 1);
        release.countDown();
        Waits.until("the late ones", () -> journal.size() == 100);
        assertThat(second.entries()).allMatch(entry -> entry.offset() == 3);
      }
    }
    assertThat(journal.repeated()).isZero();
    assertThat(topic.lag()).isZero();
  }

  /** Another member has taken its identity: what it settles can't be committed any more. */
  @Test
  void shouldFailThePipelineWhenACommitFailsForGood() throws Exception {
    Topic topic = new Topic(broker, 1);
    topic.write(10, 10);
    Map<String, Object> properties = topic.properties();
    properties.put("group.instance.id", "the-one");
    try (var first = pipeline("first", journal::add)) {
      first.putAcknowledged(KafkaSource.subscribe(properties, topic.name()));
      first.start();
      Waits.until("records", () -> journal.size() == 10);
      try (var second = pipeline("second", journal::add)) {
        second.putAcknowledged(KafkaSource.subscribe(properties, topic.name()));
        second.start();
        Waits.until("the end of the first", () -> first.state() != PipelineState.RUNNING);
        assertThat(first.state()).isEqualTo(PipelineState.FAILED);
      }
    } catch (PipelineException e) {
      assertThat(e).hasMessageContaining("first").hasMessageContaining("source");
    }
  }
}
