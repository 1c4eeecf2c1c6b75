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

/** A consumer of a group, as a source: none lost, in the order of the keys. */
@ExtendWith(SharedBroker.class)
class KafkaSourceTest {
  private final LocalBroker broker;
  private final Journal journal = new Journal();

  KafkaSourceTest(LocalBroker broker) {
    this.broker = broker;
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
    journal.fill(pipeline, topic.source(), records);

    assertThat(journal.size()).isEqualTo(records);
    assertThat(journal.repeated()).isZero();
    assertThat(dead).hasSize(12);
    journal.assertInOrderOfKeys();
    assertThat(topic.lag()).isZero();
    SourceReport source = pipeline.report().sources().get(0);
    assertThat(source.pulled()).isEqualTo(records);
    assertThat(source.open()).isZero();
  }

  @Test
  void shouldCommitWhileItRuns() throws Exception {
    Topic topic = new Topic(broker, 2);
    topic.write(1_000, 10);
    try (var pipeline = journal.pipeline()) {
      pipeline.putAcknowledged(topic.source().commitEvery(Duration.ofMillis(50)));
      pipeline.start();
      Waits.until("commits", () -> topic.lag() == 0);
      assertThat(pipeline.state()).isEqualTo(PipelineState.RUNNING);
    }
  }

  /** The client is polled while there is no room, also for longer than the group would wait. */
  @ParameterizedTest
  @CsvSource({"classic,3500,4", "consumer,3500,4", "classic,30,200", "consumer,30,200"})
  void shouldStayInTheGroupHoweverSlowAStepIs(String protocol, int millis, int records)
      throws Exception {
    Topic topic = new Topic(broker, 2);
    topic.write(records, 4);
    Map<String, Object> properties = topic.properties(protocol);
    properties.put("max.poll.interval.ms", 3_000);
    Pipeline<ConsumerRecord<String, String>, Void> pipeline =
        Pipeline.<ConsumerRecord<String, String>>named("slow")
            .sink(
                "store",
                record -> {
                  TimeUnit.MILLISECONDS.sleep(millis);
                  journal.add(record);
                })
            .capacity(2)
            .build();
    journal.fill(pipeline, KafkaSource.subscribe(properties, topic.name()), records);
    assertThat(journal.size()).isEqualTo(records);
    assertThat(journal.repeated()).isZero();
    assertThat(topic.lag()).isZero();
  }

  @Test
  void shouldEndAtOnceWhenItIsStopped() throws Exception {
    Topic topic = new Topic(broker, 1);
    try (var pipeline = journal.pipeline()) {
      pipeline.putAcknowledged(topic.source());
      pipeline.start();
      Waits.until("a member", () -> topic.members() == 1);
      pipeline.stop();
      assertThat(pipeline.state()).isEqualTo(PipelineState.COMPLETED);
    }
    assertThat(topic.members()).isZero();
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
    journal.fill(journal.pipeline(), KafkaSource.subscribe(properties, topic.name()), 100);
    assertThat(journal.size()).isEqualTo(100);
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
    try (var pipeline = journal.pipeline()) {
      pipeline.putAcknowledged(
          KafkaSource.subscribe(topic.properties(), deserialiser, deserialiser, topic.name()));
    }
    assertThat(closed).hasValue(2);
  }
}
