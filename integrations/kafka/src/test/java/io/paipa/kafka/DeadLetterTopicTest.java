package io.paipa.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.paipa.Backoff;
import io.paipa.FailurePolicy;
import io.paipa.Pipeline;
import io.paipa.PipelineException;
import io.paipa.kafka.broker.LocalBroker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.RecordDeserializationException;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.IntegerDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Where records go that fail for good. */
@ExtendWith(SharedBroker.class)
class DeadLetterTopicTest {
  private final Topic topic;
  private final Topic dead;

  DeadLetterTopicTest(LocalBroker broker) throws Exception {
    this.topic = new Topic(broker, 1);
    this.dead = new Topic(broker, 1);
  }

  private List<ConsumerRecord<byte[], byte[]>> letters(int count) throws Exception {
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(
            dead.properties(), new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      consumer.subscribe(List.of(dead.name()));
      List<ConsumerRecord<byte[], byte[]>> letters = new ArrayList<>();
      Waits.until(
          "the letters",
          () -> {
            consumer.poll(Duration.ofMillis(100)).forEach(letters::add);
            return letters.size() >= count;
          });
      return letters;
    }
  }

  /** Runs a pipeline that sends to the topic, until it has sent a record. */
  private <K, V> void runUntilDeadLettered(
      Function<DeadLetterTopic, Pipeline<ConsumerRecord<K, V>, Void>> made,
      KafkaSource<K, V> source)
      throws Exception {
    try (DeadLetterTopic letters = DeadLetterTopic.open(topic.address(), dead.name());
        Pipeline<ConsumerRecord<K, V>, Void> pipeline = made.apply(letters)) {
      pipeline.putAcknowledged(source);
      pipeline.start();
      Waits.until(
          "a dead letter",
          () -> pipeline.report().steps().stream().anyMatch(step -> step.deadLettered() == 1));
    }
  }

  private static String header(ConsumerRecord<?, ?> letter, String name) {
    return new String(letter.headers().lastHeader(name).value(), UTF_8);
  }

  private void write(ProducerRecord<String, String> record) throws Exception {
    try (KafkaProducer<String, String> producer = topic.producer()) {
      producer.send(record).get();
    }
  }

  @Test
  void shouldKeepKeyAndHeadersAndSayWhatHasFailed() throws Exception {
    ProducerRecord<String, String> record =
        new ProducerRecord<>(topic.name(), 0, 123_456L, "customer 7", "no order");
    record.headers().add("trace", "abc".getBytes(UTF_8));
    write(record);
    runUntilDeadLettered(
        letters ->
            Pipeline.<ConsumerRecord<String, String>>named("orders")
                .sink(
                    "store",
                    each -> {
                      throw new IllegalStateException("it has no amount");
                    })
                .retrying(2, Backoff.none())
                .onFailure(FailurePolicy.deadLetter(letters::send))
                .build(),
        topic.source());
    assertThat(topic.lag()).isZero();
    ConsumerRecord<byte[], byte[]> letter = letters(1).get(0);
    assertThat(letter.key()).asString(UTF_8).isEqualTo("customer 7");
    assertThat(letter.value()).asString(UTF_8).isEqualTo("no order");
    assertThat(letter.timestamp()).isGreaterThan(123_456L);
    assertThat(header(letter, "paipa.timestamp")).isEqualTo("123456");
    assertThat(header(letter, "trace")).isEqualTo("abc");
    assertThat(header(letter, "paipa.topic")).isEqualTo(topic.name());
    assertThat(header(letter, "paipa.partition")).isEqualTo("0");
    assertThat(header(letter, "paipa.offset")).isEqualTo("0");
    assertThat(header(letter, "paipa.step")).isEqualTo("store");
    assertThat(header(letter, "paipa.attempts")).isEqualTo("3");
    assertThat(header(letter, "paipa.cause")).isEqualTo("java.lang.IllegalStateException");
    assertThat(header(letter, "paipa.message")).isEqualTo("it has no amount");
  }

  @Test
  void shouldTakeWhatCannotBeDeserialisedAsBytes() throws Exception {
    write(new ProducerRecord<>(topic.name(), "good", "1234"));
    write(new ProducerRecord<>(topic.name(), "poison", "this is no number"));
    write(new ProducerRecord<>(topic.name(), "good", null));
    List<Object> seen = new ArrayList<>();
    try (DeadLetterTopic letters = DeadLetterTopic.open(topic.address(), dead.name());
        Pipeline<ConsumerRecord<String, Integer>, Void> pipeline =
            Pipeline.<ConsumerRecord<String, Integer>>named("numbers")
                .sink("store", each -> seen.add(each.key() + "=" + each.value()))
                .onFailure(FailurePolicy.deadLetter(letters::send))
                .build()) {
      pipeline.putAcknowledged(
          KafkaSource.subscribe(
              topic.properties(),
              new StringDeserializer(),
              new IntegerDeserializer(),
              topic.name()));
      pipeline.start();
      Waits.until(
          "all three",
          () ->
              pipeline.report().sources().get(0).settled().size() == 2
                  && pipeline.report().sources().get(0).open() == 0
                  && pipeline.report().sources().get(0).pulled() == 3);
    }
    assertThat(seen).containsExactly("good=825373492", "good=null");
    ConsumerRecord<byte[], byte[]> letter = letters(1).get(0);
    assertThat(letter.value()).asString(UTF_8).isEqualTo("this is no number");
    assertThat(header(letter, "paipa.cause"))
        .isEqualTo(RecordDeserializationException.class.getName());
    assertThat(header(letter, "paipa.message"))
        .contains("the value of the record at offset 1 of " + topic.name() + "-0");
  }

  /** Its key decides on its order; it is not retried, and goes by the step's policy. */
  @Test
  void shouldTakeARecordWhoseKeyCannotBeDeserialised() throws Exception {
    write(new ProducerRecord<>(topic.name(), "no number", "value"));
    runUntilDeadLettered(
        letters ->
            Pipeline.<ConsumerRecord<Integer, String>>named("numbers")
                .sink("store", each -> {})
                .keyed(ConsumerRecord::key)
                .retrying(3, Backoff.none())
                .onFailure(FailurePolicy.deadLetter(letters::send))
                .build(),
        KafkaSource.subscribe(
            topic.properties(), new IntegerDeserializer(), new StringDeserializer(), topic.name()));
    ConsumerRecord<byte[], byte[]> letter = letters(1).get(0);
    assertThat(letter.key()).asString(UTF_8).isEqualTo("no number");
    assertThat(topic.lag()).isZero();
  }

  /** As a record may make a parser do that is nested too deeply. */
  @Test
  void shouldTakeARecordThatUsesUpTheStackOfItsDeserialiser() throws Exception {
    write(new ProducerRecord<>(topic.name(), "deep", "[[[["));
    StringDeserializer overflows =
        new StringDeserializer() {
          @Override
          public String deserialize(String name, Headers headers, byte[] bytes) {
            throw new StackOverflowError();
          }
        };
    runUntilDeadLettered(
        letters ->
            Pipeline.<ConsumerRecord<String, String>>named("orders")
                .sink("store", each -> journalled(each.value()))
                .onFailure(FailurePolicy.deadLetter(letters::send))
                .build(),
        KafkaSource.subscribe(
            topic.properties(), new StringDeserializer(), overflows, topic.name()));
    assertThat(letters(1).get(0).value()).asString(UTF_8).isEqualTo("[[[[");
  }

  private static void journalled(String value) {
    assertThat(value).as("a value that can't be had").isNull();
  }

  private record Order(ConsumerRecord<String, String> record, String text) {}

  @Test
  void shouldTakeTheRecordThatAnItemCameOf() throws Exception {
    write(new ProducerRecord<>(topic.name(), "key", "value"));
    runUntilDeadLettered(
        letters ->
            Pipeline.<ConsumerRecord<String, String>>named("orders")
                .map("read", each -> new Order(each, each.value()))
                .sink(
                    "store",
                    order -> {
                      throw new IllegalStateException();
                    })
                .onFailure(FailurePolicy.deadLetter(letters.of(Order::record)))
                .build(),
        topic.source());
    ConsumerRecord<byte[], byte[]> letter = letters(1).get(0);
    assertThat(letter.value()).asString(UTF_8).isEqualTo("value");
    assertThat(letter.headers().lastHeader("paipa.message")).isNull();
  }

  /** What the broker has not taken is not dead-lettered, so it has to come again. */
  @Test
  void shouldFailThePipelineIfTheBrokerDoesNotTakeARecord() throws Exception {
    write(new ProducerRecord<>(topic.name(), "key", "value"));
    Map<String, Object> properties = topic.address();
    properties.put("max.block.ms", 500);
    try (DeadLetterTopic nowhere = DeadLetterTopic.open(properties, "there-is-no-such-topic")) {
      Pipeline<ConsumerRecord<String, String>, Void> pipeline =
          Pipeline.<ConsumerRecord<String, String>>named("orders")
              .sink(
                  "store",
                  each -> {
                    throw new IllegalStateException("poison");
                  })
              .onFailure(FailurePolicy.deadLetter(nowhere::send))
              .build();
      pipeline.putAcknowledged(topic.source());
      assertThatThrownBy(pipeline::runForever)
          .isInstanceOf(PipelineException.class)
          .hasStackTraceContaining("there-is-no-such-topic");
    }
    assertThat(topic.lag()).isEqualTo(1);
  }

  @Test
  void shouldRefuseARecordOfAnotherSource() throws Exception {
    try (DeadLetterTopic letters = DeadLetterTopic.open(topic.address(), dead.name())) {
      Pipeline<ConsumerRecord<String, String>, Void> pipeline =
          Pipeline.<ConsumerRecord<String, String>>named("orders")
              .sink(
                  "store",
                  each -> {
                    throw new IllegalStateException("poison");
                  })
              .onFailure(FailurePolicy.deadLetter(letters::send))
              .build();
      pipeline.putAll(List.of(new ConsumerRecord<>("topic", 0, 0L, "key", "value")));
      assertThatThrownBy(pipeline::runForever)
          .isInstanceOf(PipelineException.class)
          .hasStackTraceContaining("did not come from a KafkaSource");
    }
    assertThat(dead.end()).isZero();
  }

  /** A message that quotes a long record would make the letter too long for the broker. */
  @Test
  void shouldCutALongMessageAndKeepTheHeadersThatADeserialiserRemoves() throws Exception {
    ProducerRecord<String, String> record = new ProducerRecord<>(topic.name(), "key", "value");
    record.headers().add("type", "order".getBytes(UTF_8));
    write(record);
    StringDeserializer removes =
        new StringDeserializer() {
          @Override
          public String deserialize(String name, Headers headers, byte[] bytes) {
            headers.remove("type");
            return deserialize(name, bytes);
          }
        };
    runUntilDeadLettered(
        letters ->
            Pipeline.<ConsumerRecord<String, String>>named("orders")
                .sink(
                    "store",
                    each -> {
                      throw new IllegalStateException("x".repeat(2_000_000));
                    })
                .onFailure(FailurePolicy.deadLetter(letters::send))
                .build(),
        KafkaSource.subscribe(topic.properties(), removes, removes, topic.name()));
    ConsumerRecord<byte[], byte[]> letter = letters(1).get(0);
    assertThat(header(letter, "paipa.message")).hasSize(1_001);
    assertThat(header(letter, "type")).isEqualTo("order");
  }
}
