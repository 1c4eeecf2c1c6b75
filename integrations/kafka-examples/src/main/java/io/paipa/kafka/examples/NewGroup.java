package io.paipa.kafka.examples;

import java.util.Map;
import java.util.UUID;
import org.apache.kafka.common.serialization.StringDeserializer;

/** Properties of a consumer that reads a topic from its beginning, in a group of its own. */
final class NewGroup {
  private NewGroup() {}

  static Map<String, Object> reading(String bootstrapServers) {
    return Map.of(
        "bootstrap.servers",
        bootstrapServers,
        "group.id",
        UUID.randomUUID().toString(),
        "enable.auto.commit",
        false,
        "auto.offset.reset",
        "earliest",
        "key.deserializer",
        StringDeserializer.class.getName(),
        "value.deserializer",
        StringDeserializer.class.getName());
  }
}
