package io.paipa.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.paipa.CheckedConsumer;
import io.paipa.FailedItem;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * A topic for records that failed in all their attempts: {@code
 * FailurePolicy.deadLetter(deadLetters::send)}. A record goes there as the bytes that it came as,
 * with its key and headers, and with these headers, as text:
 *
 * <ul>
 *   <li>{@code paipa.topic}, {@code paipa.partition}, {@code paipa.offset}: where it came from
 *   <li>{@code paipa.timestamp}: its timestamp, in milliseconds. The letter has a new one, for the
 *       broker deletes old records
 *   <li>{@code paipa.step}, {@code paipa.attempts}: where it failed, and how often
 *   <li>{@code paipa.cause}, {@code paipa.message}: the class of the last attempt's exception, and
 *       the first 1,000 characters of its message, if it has one
 * </ul>
 *
 * <p>It waits until the broker has taken the record, so what counts as dead-lettered is there. If
 * the broker doesn't take it, the pipeline fails, and the record comes again. Safe for all threads;
 * several steps and pipelines may share one.
 */
public final class DeadLetterTopic implements AutoCloseable {
  private static final int MAX_MESSAGE = 1_000;

  private final Producer<byte[], byte[]> producer;
  private final String topic;

  private DeadLetterTopic(Producer<byte[], byte[]> producer, String topic) {
    this.producer = producer;
    this.topic = topic;
  }

  /**
   * Opens a producer for a topic.
   *
   * @param properties of Kafka's producer: {@code bootstrap.servers} at least; no serialisers.
   *     {@code acks} must be {@code all}, as by default
   * @param topic where failed records go
   * @return the topic; to be closed after the pipelines that use it
   * @throws IllegalArgumentException if {@code acks} is anything else
   * @throws org.apache.kafka.common.KafkaException if the client refuses the properties
   */
  public static DeadLetterTopic open(Map<?, ?> properties, String topic) {
    Objects.requireNonNull(topic, "topic: null is no topic for failed records");
    Map<String, Object> given = ClientProperties.copy(properties);
    String acks = String.valueOf(given.getOrDefault(ProducerConfig.ACKS_CONFIG, "all"));
    if (!acks.equals("all") && !acks.equals("-1")) {
      throw new IllegalArgumentException(
          "acks is " + acks + ": a failed record could be lost; leave it out, or say all");
    }
    return new DeadLetterTopic(
        new KafkaProducer<>(given, new ByteArraySerializer(), new ByteArraySerializer()), topic);
  }

  /**
   * Sends a record, and waits until the broker has it.
   *
   * @param failed a record of a {@link KafkaSource}
   * @throws IllegalArgumentException if it is of another source
   * @throws InterruptedException if interrupted while waiting
   * @throws Exception if the broker doesn't take it
   */
  public void send(FailedItem<? extends ConsumerRecord<?, ?>> failed) throws Exception {
    send(failed.item(), failed);
  }

  /**
   * For a step whose items are no records any more, but know the record that they came of.
   *
   * @param recordOf gives the record of an item
   * @param <I> type of the items
   * @return a consumer that does as {@link #send}
   */
  public <I> CheckedConsumer<FailedItem<I>> of(
      Function<? super I, ? extends ConsumerRecord<?, ?>> recordOf) {
    return failed -> send(recordOf.apply(failed.item()), failed);
  }

  private void send(ConsumerRecord<?, ?> record, FailedItem<?> failed) throws Exception {
    if (!(record instanceof ReceivedRecord<?, ?> received)) {
      throw new IllegalArgumentException(
          "the record "
              + record
              + " did not come from a KafkaSource, so its bytes are not known; send the one that"
              + " did");
    }
    producer.send(deadLetter(received, failed)).get();
  }

  private ProducerRecord<byte[], byte[]> deadLetter(
      ReceivedRecord<?, ?> record, FailedItem<?> failed) {
    ProducerRecord<byte[], byte[]> letter =
        new ProducerRecord<>(
            topic, null, null, record.keyBytes(), record.valueBytes(), record.headersAsReceived());
    Headers headers = letter.headers();
    add(headers, "paipa.topic", record.topic());
    add(headers, "paipa.partition", String.valueOf(record.partition()));
    add(headers, "paipa.offset", String.valueOf(record.offset()));
    add(headers, "paipa.timestamp", String.valueOf(record.timestamp()));
    add(headers, "paipa.step", failed.stepName());
    add(headers, "paipa.attempts", String.valueOf(failed.attempts()));
    add(headers, "paipa.cause", failed.cause().getClass().getName());
    add(headers, "paipa.message", cut(failed.cause().getMessage()));
    return letter;
  }

  /** A message may quote the record, which may be nearly as long as one may be. */
  private static @Nullable String cut(@Nullable String message) {
    return message == null || message.length() <= MAX_MESSAGE
        ? message
        : message.substring(0, MAX_MESSAGE) + "…";
  }

  /** Replaces what an earlier dead-letter topic has written. */
  private static void add(Headers headers, String name, @Nullable String text) {
    headers.remove(name);
    if (text != null) {
      headers.add(name, text.getBytes(UTF_8));
    }
  }

  /** Closes the producer. */
  @Override
  public void close() {
    producer.close();
  }
}
