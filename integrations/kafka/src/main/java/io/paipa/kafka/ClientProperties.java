package io.paipa.kafka;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Deserializer;

/**
 * The user's properties of the client. They are the client's as they are, but that it fetches bytes
 * and commits nothing by itself: this module deserialises and commits.
 */
final class ClientProperties<K, V> {
  private final Map<String, Object> properties;
  private final Deserializer<K> keys;
  private final Deserializer<V> values;

  private ClientProperties(
      Map<String, Object> properties, Deserializer<K> keys, Deserializer<V> values) {
    this.properties = properties;
    this.keys = keys;
    this.values = values;
  }

  static <K, V> ClientProperties<K, V> of(
      Map<?, ?> given, Deserializer<K> keys, Deserializer<V> values) {
    return new ClientProperties<>(checked(given), keys, values);
  }

  /** With the deserialisers that the properties name. */
  @SuppressWarnings("unchecked") // as of Kafka's consumer: the user knows what they give
  static <K, V> ClientProperties<K, V> of(Map<?, ?> given) {
    Map<String, Object> properties = checked(given);
    ConsumerConfig config = new ConsumerConfig(properties);
    Deserializer<K> keys =
        config.getConfiguredInstance(
            ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, Deserializer.class);
    Deserializer<V> values =
        config.getConfiguredInstance(
            ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, Deserializer.class);
    keys.configure(config.originals(), true);
    values.configure(config.originals(), false);
    return new ClientProperties<>(properties, keys, values);
  }

  private static Map<String, Object> checked(Map<?, ?> given) {
    Map<String, Object> properties = copy(given);
    if (properties.get(ConsumerConfig.GROUP_ID_CONFIG) == null) {
      throw new IllegalArgumentException(
          "group.id is missing: name the group whose members share the topics, and whose offsets"
              + " are committed");
    }
    Object autoCommit = properties.get(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG);
    if (autoCommit != null && !"false".equalsIgnoreCase(autoCommit.toString())) {
      throw new IllegalArgumentException(
          "enable.auto.commit is "
              + autoCommit
              + ": the client would commit records that are not yet dealt with; leave it out");
    }
    properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    return properties;
  }

  /**
   * A copy that may be changed.
   *
   * @throws IllegalArgumentException if a name is no string
   */
  static Map<String, Object> copy(Map<?, ?> given) {
    Map<String, Object> properties = new HashMap<>();
    if (given instanceof Properties withDefaults) {
      for (String name : withDefaults.stringPropertyNames()) {
        properties.put(name, withDefaults.getProperty(name));
      }
    }
    given.forEach(
        (name, value) -> {
          if (!(name instanceof String string)) {
            throw new IllegalArgumentException(
                "a property's name is a string; " + name + " is none");
          }
          properties.put(string, value);
        });
    return properties;
  }

  /** After so long without a poll the group takes the client for lost. */
  Duration maxPollInterval() {
    String name = ConsumerConfig.MAX_POLL_INTERVAL_MS_CONFIG;
    Object byDefault = ConsumerConfig.configDef().defaultValues().get(name);
    Object millis = properties.getOrDefault(name, byDefault);
    return Duration.ofMillis((Integer) ConfigDef.parseType(name, millis, ConfigDef.Type.INT));
  }

  RecordReader<K, V> reader() {
    return new RecordReader<>(keys, values);
  }

  Consumer<byte[], byte[]> consumer() {
    return new KafkaConsumer<>(
        new HashMap<>(properties), new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }
}
