package io.paipa.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.paipa.kafka.broker.LocalBroker;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Future;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * A topic of a broker, for one test, and the group that reads it. Its records are numbered: the
 * value of each says how many of its key came before.
 */
final class Topic {
  private final LocalBroker broker;
  private final String name = "topic-" + UUID.randomUUID();
  private final String group = "group-" + UUID.randomUUID();
  private final int partitions;

  Topic(LocalBroker broker, int partitions) throws Exception {
    this.broker = broker;
    this.partitions = partitions;
    broker.createTopic(name, partitions);
  }

  String name() {
    return name;
  }

  String group() {
    return group;
  }

  /** Writes records, each key in turn. */
  void write(int records, int keys) {
    List<Future<RecordMetadata>> sent = new ArrayList<>();
    try (KafkaProducer<String, String> producer = producer()) {
      for (int i = 0; i < records; i++) {
        sent.add(
            producer.send(new ProducerRecord<>(name, "key-" + i % keys, String.valueOf(i / keys))));
      }
    }
    assertThat(sent).allSatisfy(Future::get);
  }

  KafkaProducer<String, String> producer() {
    return new KafkaProducer<>(address(), new StringSerializer(), new StringSerializer());
  }

  Map<String, Object> address() {
    return new HashMap<>(Map.of("bootstrap.servers", broker.bootstrapServers()));
  }

  /** Of a member of the group. */
  Map<String, Object> properties() {
    Map<String, Object> properties = address();
    properties.put("group.id", group);
    properties.put("key.deserializer", StringDeserializer.class);
    properties.put("value.deserializer", StringDeserializer.class.getName());
    properties.put("auto.offset.reset", "earliest");
    properties.put("heartbeat.interval.ms", 300); // members hear of each other soon
    return properties;
  }

  /** Of a member of the group, by one of Kafka's two protocols. */
  Map<String, Object> properties(String protocol) {
    Map<String, Object> properties = properties();
    properties.put("group.protocol", protocol);
    if (protocol.equals("consumer")) {
      properties.remove("heartbeat.interval.ms"); // the broker says it
    }
    return properties;
  }

  /** A member of the group. */
  KafkaSource<String, String> source() {
    return KafkaSource.subscribe(properties(), name);
  }

  /** What the group has committed. */
  Map<TopicPartition, OffsetAndMetadata> committed() throws Exception {
    try (Admin admin = Admin.create(address())) {
      return admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata().get();
    }
  }

  /** How many members the group has. */
  int members() throws Exception {
    try (Admin admin = Admin.create(address())) {
      return admin.describeConsumerGroups(List.of(group)).all().get().values().stream()
          .mapToInt(each -> each.members().size())
          .sum();
    }
  }

  /** How many records it has. */
  long end() throws Exception {
    return ends().values().stream().mapToLong(ListOffsetsResultInfo::offset).sum();
  }

  private Map<TopicPartition, ListOffsetsResultInfo> ends() throws Exception {
    Map<TopicPartition, OffsetSpec> latest = new HashMap<>();
    for (int i = 0; i < partitions; i++) {
      latest.put(new TopicPartition(name, i), OffsetSpec.latest());
    }
    try (Admin admin = Admin.create(address())) {
      return admin.listOffsets(latest).all().get();
    }
  }

  /** How many records the group has still to read, by its commits. */
  long lag() throws Exception {
    Map<TopicPartition, OffsetAndMetadata> committed = committed();
    return ends().entrySet().stream()
        .mapToLong(
            end -> {
              OffsetAndMetadata read = committed.get(end.getKey());
              return end.getValue().offset() - (read == null ? 0 : read.offset());
            })
        .sum();
  }
}
