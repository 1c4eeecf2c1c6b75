package io.paipa.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.paipa.Backoff;
import io.paipa.FailurePolicy;
import io.paipa.Pipeline;
import io.paipa.PipelineState;
import io.paipa.SourceReport;
import io.paipa.kafka.broker.LocalBroker;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.ConsumerInterceptor;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A consumer of a group, as a source: none lost, in the order of the keys. */
@ExtendWith(SharedBroker.class)
class KafkaSourceTest {
  private final LocalBroker broker;
  private final Journal journal = new Journal();

  KafkaSourceTest(LocalBroker broker) {
    this.broker = broker;
  }

  private Pipeline<ConsumerRecord<String, String>, Void> toJournal() {
    return Pipeline.<ConsumerRecord<String, String>>named("journal")
        .sink("write", journal::add)
        .build();
  }

  /** Runs until the journal has so many records, and stops. */
  private void run(Pipeline<ConsumerRecord<String, String>, Void> pipeline, Topic topic, int until)
      throws Exception {
    try (pipeline) {
      pipeline.putAcknowledged(topic.source());
      pipeline.start();
      Waits.until(
          "records", () -> journal.size() >= until || pipeline.state() != PipelineState.RUNNING);
      pipeline.stop();
      assertThat(pipeline.state()).isEqualTo(PipelineState.COMPLETED);
    }
  }

  @Test
  void shouldKeepTheOrderOfEachKeyWithMoreWorkersThanPartitions() throws Exception {
    int records = Load.of(30_000, 100_000);
    Topic topic = new Topic(broker, 12);
    topic.write(records, 500);
    AtomicInteger attempts = new AtomicInteger();
    Set<ConsumerRecord<?, ?>> dead = ConcurrentHashMap.newKeySet();
    Pipeline<ConsumerRecord<String, String>, Void> pipeline =
        Pipeline.<ConsumerRecord<String, String>>named("orders")
            .sink(
                "store",
                record -> {
                  TimeUnit.MILLISECONDS.sleep(2);
                  if (attempts.incrementAndGet() % 50 == 0 || record.offset() == 100) {
                    throw new IllegalStateException("for once, or for ever");
                  }
                  journal.add(record);
                })
            .workers(64)
            .keyed(ConsumerRecord::key)
            .retrying(5, Backoff.exponential(Duration.ofMillis(1)))
            .onFailure(
                FailurePolicy.deadLetter(
                    failed -> {
                      dead.add(failed.item());
                      journal.add(failed.item()); // it has its place in the order, too
                    }))
            .build();
    run(pipeline, topic, records);

    assertThat(journal.size()).isEqualTo(records);
    assertThat(journal.repeated()).isZero();
    assertThat(dead).hasSize(12);
    journal.assertInOrderOfKeys();
    assertThat(topic.lag()).isZero();
    SourceReport source = pipeline.report().sources().get(0);
    assertThat(source.pulled()).isEqualTo(records);
    assertThat(source.open()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"classic", "consumer"})
  void shouldRepeatNothingAfterAStop(String protocol) throws Exception {
    Topic topic = new Topic(broker, 3);
    Map<String, Object> properties = topic.properties(protocol);
    for (int round = 1; round <= 3; round++) {
      topic.write(1_000, 10);
      int until = 1_000 * round;
      try (var pipeline = toJournal()) {
        pipeline.putAcknowledged(KafkaSource.subscribe(properties, topic.name()));
        pipeline.start();
        Waits.until("records", () -> journal.size() >= until);
      }
      assertThat(journal.size()).isEqualTo(until);
      assertThat(topic.lag()).isZero();
    }
    assertThat(journal.repeated()).isZero();
  }

  @Test
  void shouldCommitWhileItRuns() throws Exception {
    Topic topic = new Topic(broker, 2);
    topic.write(1_000, 10);
    try (var pipeline = toJournal()) {
      pipeline.putAcknowledged(topic.source().commitEvery(Duration.ofMillis(50)));
      pipeline.start();
      Waits.until("commits", () -> topic.lag() == 0);
      assertThat(pipeline.state()).isEqualTo(PipelineState.RUNNING);
    }
  }

  @Test
  void shouldRepeatOnlyWhatWasOpenAfterAnAbort() throws Exception {
    Topic topic = new Topic(broker, 1);
    topic.write(1_000, 1_000);
    CountDownLatch never = new CountDownLatch(1);
    try (var pipeline =
        Pipeline.<ConsumerRecord<String, String>>named("stuck")
            .sink(
                "store",
                record -> {
                  if (record.offset() == 5 || record.offset() == 77) {
                    never.await();
                  }
                  journal.add(record);
                })
            .workers(4)
            .build()) {
      pipeline.putAcknowledged(topic.source());
      pipeline.start();
      Waits.until("all but two", () -> journal.size() == 998);
      pipeline.abort();
    }
    assertThat(journal.size()).isEqualTo(998);
    run(toJournal(), topic, 1_000);
    assertThat(journal.size()).isEqualTo(1_000);
    assertThat(journal.repeated()).isZero();
    assertThat(topic.lag()).isZero();
  }

  /** What the first consumer has left is known, although the second was stopped before its end. */
  @Test
  void shouldRememberWhatWasSettledOverSeveralAborts() throws Exception {
    Topic topic = new Topic(broker, 1);
    topic.write(3_000, 3_000);
    CountDownLatch never = new CountDownLatch(1);
    for (int round = 0; round < 3; round++) {
      try (var pipeline =
          Pipeline.<ConsumerRecord<String, String>>named("stuck")
              .sink(
                  "store",
                  record -> {
                    if (record.offset() % 1_000 == 5) {
                      never.await();
                    }
                    journal.add(record);
                  })
              .workers(4)
              .capacity(16)
              .build()) {
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
    run(toJournal(), topic, 3_000);
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
    } catch (io.paipa.PipelineException e) {
      assertThat(e).hasMessageContaining(topic.name() + "-0@50");
    }
    int before = journal.size();
    assertThat(before).isBetween(50, 99);
    run(toJournal(), topic, 100);
    assertThat(journal.distinct()).isEqualTo(100);
    assertThat(journal.repeated()).isZero();
  }

  /** The client is polled on while the step has no room, so the group waits for it. */
  @ParameterizedTest
  @CsvSource({"classic,300,40", "consumer,300,40", "classic,30,200", "consumer,30,200"})
  void shouldStayInTheGroupHoweverSlowAStepIs(String protocol, int millis, int records)
      throws Exception {
    Topic topic = new Topic(broker, 2);
    topic.write(records, 4);
    Map<String, Object> properties = topic.properties(protocol);
    properties.put("max.poll.interval.ms", 3_000);
    try (var pipeline =
        Pipeline.<ConsumerRecord<String, String>>named("slow")
            .sink(
                "store",
                record -> {
                  TimeUnit.MILLISECONDS.sleep(millis);
                  journal.add(record);
                })
            .capacity(2)
            .build()) {
      pipeline.putAcknowledged(KafkaSource.subscribe(properties, topic.name()));
      pipeline.start();
      Waits.until("records", () -> journal.size() >= records);
    }
    assertThat(journal.size()).isEqualTo(records);
    assertThat(journal.repeated()).isZero();
    assertThat(topic.lag()).isZero();
  }

  @Test
  void shouldEndAtOnceWhenItIsStopped() throws Exception {
    Topic topic = new Topic(broker, 1);
    try (var pipeline = toJournal()) {
      pipeline.putAcknowledged(topic.source());
      pipeline.start();
      Waits.until("a member", () -> topic.members() == 1);
      pipeline.stop();
      assertThat(pipeline.state()).isEqualTo(PipelineState.COMPLETED);
    }
    assertThat(topic.members()).isZero();
  }

  /** It begins where it began before, although the client's policy would pass over to the end. */
  @Test
  void shouldReadWhatIsWrittenBetweenTwoRunsThatBeginAtTheEnd() throws Exception {
    Topic topic = new Topic(broker, 2);
    topic.write(20, 20);
    Map<String, Object> properties = topic.properties();
    properties.put("auto.offset.reset", "latest");
    try (var first = toJournal()) {
      first.putAcknowledged(KafkaSource.subscribe(properties, topic.name()));
      first.start();
      Waits.until("a beginning", () -> topic.committed().size() == 2);
    }
    topic.write(50, 50);
    try (var second = toJournal()) {
      second.putAcknowledged(KafkaSource.subscribe(properties, topic.name()));
      second.start();
      Waits.until("what came between", () -> journal.size() == 50);
    }
    assertThat(topic.lag()).isZero();
  }

  /** As many do that drop some of the records. */
  @SuppressWarnings("removal")
  public static final class MakesBatchesAnew implements ConsumerInterceptor<byte[], byte[]> {
    @Override
    public ConsumerRecords<byte[], byte[]> onConsume(ConsumerRecords<byte[], byte[]> records) {
      Map<TopicPartition, List<ConsumerRecord<byte[], byte[]>>> anew = new HashMap<>();
      records.partitions().forEach(each -> anew.put(each, records.records(each)));
      return new ConsumerRecords<>(anew); // says no positions
    }

    @Override
    public void onCommit(Map<TopicPartition, OffsetAndMetadata> offsets) {}

    @Override
    public void close() {}

    @Override
    public void configure(Map<String, ?> properties) {}
  }

  @Test
  void shouldDeliverWhatAnInterceptorGives() throws Exception {
    Topic topic = new Topic(broker, 2);
    topic.write(100, 10);
    Map<String, Object> properties = topic.properties();
    properties.put("interceptor.classes", MakesBatchesAnew.class.getName());
    try (var pipeline = toJournal()) {
      pipeline.putAcknowledged(KafkaSource.subscribe(properties, topic.name()));
      pipeline.start();
      Waits.until("records", () -> journal.size() == 100);
    }
    assertThat(topic.lag()).isZero();
  }

  @Test
  void shouldBeClosedWithAPipelineThatNeverRan() throws Exception {
    Topic topic = new Topic(broker, 1);
    AtomicInteger closed = new AtomicInteger();
    StringDeserializer deserialiser =
        new StringDeserializer() {
          @Override
          public void close() {
            closed.incrementAndGet();
          }
        };
    try (var pipeline = toJournal()) {
      pipeline.putAcknowledged(
          KafkaSource.subscribe(topic.properties(), deserialiser, deserialiser, topic.name()));
    }
    assertThat(closed).hasValue(2);
  }
}
