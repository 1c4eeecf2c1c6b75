package io.paipa.kafka;

import java.util.List;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/**
 * A record together with the bytes that it came as. A key or a value that can't be deserialised
 * throws when it is asked for: in the step that needs it, whose failure policy then decides.
 * Immutable, as far as its key, value and headers are.
 */
final class ReceivedRecord<K, V> extends ConsumerRecord<K, V> {
  private final ConsumerRecord<byte[], byte[]> raw;
  private final List<Header> headersAsReceived;
  private final Supplier<K> key;
  private final Supplier<V> value;

  /**
   * A record.
   *
   * @param raw as it came
   * @param headersAsReceived those that it came with
   * @param key gives the key, or throws
   * @param value gives the value, or throws
   */
  @SuppressWarnings("NullAway") // what the fields of the other class would hold is in this one's
  ReceivedRecord(
      ConsumerRecord<byte[], byte[]> raw,
      List<Header> headersAsReceived,
      Supplier<K> key,
      Supplier<V> value) {
    super(
        raw.topic(),
        raw.partition(),
        raw.offset(),
        raw.timestamp(),
        raw.timestampType(),
        raw.serializedKeySize(),
        raw.serializedValueSize(),
        null,
        null,
        raw.headers(),
        raw.leaderEpoch());
    this.raw = raw;
    this.headersAsReceived = headersAsReceived;
    this.key = key;
    this.value = value;
  }

  /** The headers, whatever became of them since. */
  List<Header> headersAsReceived() {
    return headersAsReceived;
  }

  /** The bytes of the key; null if the record has none. */
  byte @Nullable [] keyBytes() {
    return raw.key();
  }

  /** The bytes of the value; null if the record has none. */
  byte @Nullable [] valueBytes() {
    return raw.value();
  }

  @Override
  public K key() {
    return key.get();
  }

  @Override
  public V value() {
    return value.get();
  }

  /** Where it came from: what a message about it needs, whatever its key and value are. */
  @Override
  public String toString() {
    return topic() + "-" + partition() + "@" + offset();
  }
}
