package io.paipa.kafka;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RecordDeserializationException;
import org.apache.kafka.common.errors.RecordDeserializationException.DeserializationExceptionOrigin;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;

/**
 * Deserialises records. What a deserialiser throws is kept in the record, and thrown to who asks
 * for its key or value. Confined to the source's thread, for deserialisers need not be safe for
 * several.
 */
final class RecordReader<K, V> implements AutoCloseable {
  private final Deserializer<K> keys;
  private final Deserializer<V> values;

  /** Closes both with itself. */
  RecordReader(Deserializer<K> keys, Deserializer<V> values) {
    this.keys = keys;
    this.values = values;
  }

  ReceivedRecord<K, V> read(ConsumerRecord<byte[], byte[]> raw) {
    List<Header> headers = List.of(raw.headers().toArray()); // a deserialiser may remove some
    return new ReceivedRecord<>(
        raw,
        headers,
        part(raw, keys, raw.key(), DeserializationExceptionOrigin.KEY),
        part(raw, values, raw.value(), DeserializationExceptionOrigin.VALUE));
  }

  @SuppressWarnings("NullAway") // no bytes, no object: so does Kafka's own consumer
  private static <T> Supplier<T> part(
      ConsumerRecord<byte[], byte[]> raw,
      Deserializer<T> deserializer,
      byte @Nullable [] bytes,
      DeserializationExceptionOrigin origin) {
    T object;
    try {
      object = bytes == null ? null : deserializer.deserialize(raw.topic(), raw.headers(), bytes);
    } catch (Exception | StackOverflowError | LinkageError e) {
      // an overflow is that of a record that is nested too deeply
      return () -> {
        throw failure(raw, origin, e); // a new one each time: several threads may ask
      };
    }
    return () -> object;
  }

  private static RecordDeserializationException failure(
      ConsumerRecord<byte[], byte[]> raw, DeserializationExceptionOrigin origin, Throwable cause) {
    String part = origin == DeserializationExceptionOrigin.KEY ? "key" : "value";
    return new RecordDeserializationException(
        origin,
        new TopicPartition(raw.topic(), raw.partition()),
        raw.offset(),
        raw.timestamp(),
        raw.timestampType(),
        buffer(raw.key()),
        buffer(raw.value()),
        raw.headers(),
        "the "
            + part
            + " of the record at offset "
            + raw.offset()
            + " of "
            + raw.topic()
            + "-"
            + raw.partition()
            + " can't be deserialised; let the step skip it or send it to a dead-letter topic, or"
            + " mend the deserialiser: "
            + cause,
        cause);
  }

  @SuppressWarnings("NullAway") // Kafka's own gives null, too
  private static ByteBuffer buffer(byte @Nullable [] bytes) {
    return bytes == null ? null : ByteBuffer.wrap(bytes);
  }

  @Override
  public void close() {
    try (keys) {
      values.close();
    }
  }
}
