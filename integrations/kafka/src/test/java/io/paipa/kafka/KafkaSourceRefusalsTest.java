package io.paipa.kafka;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.Test;

/** Bad settings are refused at the call, with what to do. */
class KafkaSourceRefusalsTest {
  private static Map<Object, Object> properties() {
    return new HashMap<>(
        Map.of(
            "bootstrap.servers",
            "127.0.0.1:9",
            "group.id",
            "group",
            "key.deserializer",
            StringDeserializer.class,
            "value.deserializer",
            StringDeserializer.class));
  }

  @Test
  void shouldNeedAGroup() {
    Map<Object, Object> properties = properties();
    properties.remove("group.id");
    assertThatThrownBy(() -> KafkaSource.subscribe(properties, "topic"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("group.id is missing");
  }

  @Test
  void shouldNotLeaveCommitsToTheClient() {
    Map<Object, Object> properties = properties();
    properties.put("enable.auto.commit", "true");
    assertThatThrownBy(() -> KafkaSource.subscribe(properties, "topic"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("enable.auto.commit is true")
        .hasMessageContaining("leave it out");
  }

  @Test
  void shouldNeedATopic() {
    assertThatThrownBy(() -> KafkaSource.subscribe(properties()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("name at least one");
  }

  @Test
  void shouldNeedDeserialisers() {
    Map<Object, Object> properties = properties();
    properties.remove("value.deserializer");
    assertThatThrownBy(() -> KafkaSource.subscribe(properties, "topic"))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("value.deserializer");
  }

  @Test
  void shouldReadTheDefaultsOfProperties() {
    Properties defaults = new Properties();
    defaults.setProperty("enable.auto.commit", "true");
    Properties properties = new Properties(defaults);
    properties.putAll(properties());
    assertThatThrownBy(() -> KafkaSource.subscribe(properties, "topic"))
        .hasMessageContaining("enable.auto.commit");
  }

  @Test
  void shouldRefuseANameThatIsNoString() {
    Map<Object, Object> properties = properties();
    properties.put(1, 2);
    assertThatThrownBy(() -> KafkaSource.subscribe(properties, "topic"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("1 is none");
  }

  @Test
  void shouldRefuseTimesThatAreNotAboveZero() throws Exception {
    KafkaSource<String, String> source = KafkaSource.subscribe(properties(), "topic");
    assertThatThrownBy(() -> source.commitEvery(Duration.ZERO))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("commitEvery: PT0S");
    assertThatThrownBy(() -> source.revocationTimeout(Duration.ofMillis(-1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("revocationTimeout");
    source.close();
  }

  @Test
  void shouldRefuseADeadLetterTopicThatMayLose() {
    assertThatThrownBy(
            () -> DeadLetterTopic.open(Map.of("bootstrap.servers", "x:1", "acks", "1"), "dead"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("acks is 1")
        .hasMessageContaining("say all");
  }
}
