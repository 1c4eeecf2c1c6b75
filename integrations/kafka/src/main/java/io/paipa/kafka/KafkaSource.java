package io.paipa.kafka;

import io.paipa.AcknowledgedSource;
import io.paipa.Acknowledgement;
import io.paipa.Deliveries;
import io.paipa.Settlement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.RebalanceInProgressException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;

/**
 * Topics of Kafka, read by a member of a consumer group: a source that never loses a record.
 *
 * <pre>{@code
 * Pipeline<ConsumerRecord<String, Order>, Void> orders =
 *     Pipeline.<ConsumerRecord<String, Order>>named("orders")
 *         .sink("store", record -> store(record.value()))
 *         .workers(64)
 *         .keyed(ConsumerRecord::key)
 *         .retrying(3, Backoff.exponential(Duration.ofMillis(100)))
 *         .onFailure(FailurePolicy.deadLetter(deadLetters::send))
 *         .build();
 * orders.putAcknowledged(KafkaSource.subscribe(properties, "orders"));
 * }</pre>
 *
 * <p><b>At least once.</b> A record is settled when the pipeline has dealt with all that came of
 * it. Every second, and at the end, each partition is committed up to the first record that is not
 * settled. What is settled behind that is written into the commit's metadata, so a restart repeats
 * only what was not settled when the last commit was made. A record that has failed the pipeline,
 * or was abandoned by its end, comes again.
 *
 * <p><b>Back-pressure.</b> While the pipeline has no room, the partitions are paused, and the
 * client is polled on: a slow step costs no membership in the group, however small {@code
 * max.poll.interval.ms} is.
 *
 * <p><b>Rebalances.</b> Before a partition is given up, what is in flight of it is waited for, and
 * committed. What takes longer than the {@linkplain #revocationTimeout limit} comes again, to
 * whoever reads these next; then records of a key may overtake each other.
 *
 * <p><b>Records that can't be deserialised</b> are delivered like all others. Their {@code key()}
 * or {@code value()} throws {@link org.apache.kafka.common.errors.RecordDeserializationException},
 * so the failure policy of the step that asks for it decides.
 *
 * <p>All settings are made before the source is handed to the pipeline, which then uses it in a
 * thread of its own, and closes it.
 *
 * @param <K> type of the keys
 * @param <V> type of the values
 */
public final class KafkaSource<K, V> implements AcknowledgedSource<ConsumerRecord<K, V>> {
  private static final Duration KEEP_ALIVE = Duration.ofMillis(10);
  private static final Duration ANSWER = Duration.ofSeconds(1);
  private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  private final Consumer<byte[], byte[]> consumer;
  private final RecordReader<K, V> reader;
  private final Partitions partitions = new Partitions();
  private final OffsetCommits commits;
  private final Rebalances rebalances;
  private long polledNanos = System.nanoTime();

  private KafkaSource(ClientProperties<K, V> properties, List<String> topics) {
    this.reader = properties.reader();
    try {
      this.consumer = properties.consumer();
    } catch (Throwable t) {
      reader.close();
      throw t;
    }
    this.commits = new OffsetCommits(consumer, partitions);
    this.rebalances = new Rebalances(consumer, partitions, commits, properties.maxPollInterval());
    try {
      consumer.subscribe(topics, rebalances);
    } catch (Throwable t) {
      leave(); // of a client that has not yet done anything
      throw t;
    }
  }

  /**
   * A member of the group {@code group.id} that reads topics. The deserialisers are those of the
   * properties.
   *
   * @param properties of Kafka's consumer: {@code bootstrap.servers}, {@code group.id}, {@code
   *     key.deserializer} and {@code value.deserializer} at least. {@code enable.auto.commit} must
   *     not be true. An interceptor gets keys and values as bytes
   * @param topics one or more
   * @param <K> type of the keys, as {@code key.deserializer} gives them
   * @param <V> type of the values, as {@code value.deserializer} gives them
   * @return the source
   * @throws IllegalArgumentException if no topic is given, or commits are left to the client
   * @throws org.apache.kafka.common.KafkaException if the client refuses the properties
   */
  public static <K, V> KafkaSource<K, V> subscribe(Map<?, ?> properties, String... topics) {
    List<String> checked = topics(topics);
    return new KafkaSource<>(ClientProperties.of(properties), checked);
  }

  /**
   * As {@link #subscribe(Map, String...)}, with deserialisers that are closed with the source.
   *
   * @param properties of Kafka's consumer, without deserialisers
   * @param keys deserialises the keys; in the source's thread alone
   * @param values deserialises the values; in the source's thread alone
   * @param topics one or more
   * @param <K> type of the keys
   * @param <V> type of the values
   * @return the source
   * @throws IllegalArgumentException if no topic is given, or commits are left to the client
   * @throws org.apache.kafka.common.KafkaException if the client refuses the properties
   */
  public static <K, V> KafkaSource<K, V> subscribe(
      Map<?, ?> properties, Deserializer<K> keys, Deserializer<V> values, String... topics) {
    List<String> checked = topics(topics);
    return new KafkaSource<>(ClientProperties.of(properties, keys, values), checked);
  }

  private static List<String> topics(String[] topics) {
    if (topics.length == 0) {
      throw new IllegalArgumentException("no topic: name at least one to read from");
    }
    return List.of(topics);
  }

  /**
   * How often offsets are committed. By default every second.
   *
   * @param interval above zero
   * @return this source
   * @throws IllegalArgumentException if it is zero or less
   */
  public KafkaSource<K, V> commitEvery(Duration interval) {
    commits.every(positive("commitEvery", interval));
    return this;
  }

  /**
   * How long a rebalance waits at most for what is in flight of the partitions that this consumer
   * has to give up. By default 30 seconds; never more than half of {@code max.poll.interval.ms},
   * after which the group takes a member for lost. The other members wait with it.
   *
   * @param limit above zero
   * @return this source
   * @throws IllegalArgumentException if it is zero or less
   */
  public KafkaSource<K, V> revocationTimeout(Duration limit) {
    rebalances.settleLimit(positive("revocationTimeout", limit));
    return this;
  }

  private static Duration positive(String setting, Duration value) {
    if (value.isZero() || value.isNegative()) {
      throw new IllegalArgumentException(setting + ": " + value + " is not above zero");
    }
    return value;
  }

  @Override
  public boolean poll(Deliveries<ConsumerRecord<K, V>> to, Duration limit) throws Exception {
    commits.sendIfDue();
    if (!partitions.hasFetched()) {
      rebalances.resume();
      fetch(to, limit);
    } else if (System.nanoTime() - polledNanos >= POLL_NANOS) {
      keepAlive(to); // what was fetched may last for long
    }
    if (readCommitted()) {
      deliver(to);
    } else {
      keepAlive(to);
    }
    return true; // a topic has no end
  }

  /** Keeps the membership in the group, and fetches nothing. */
  @Override
  public void idle(Deliveries<ConsumerRecord<K, V>> deliveries) throws Exception {
    commits.sendIfDue();
    keepAlive(deliveries);
  }

  private void keepAlive(Deliveries<?> inFlight) throws InterruptedException {
    rebalances.pause();
    fetch(inFlight, KEEP_ALIVE);
  }

  private void fetch(Deliveries<?> inFlight, Duration limit) throws InterruptedException {
    rebalances.waitFor(inFlight);
    try {
      fetch(limit);
    } catch (InterruptException e) {
      Thread.interrupted(); // as of any call that throws the other exception
      throw (InterruptedException) new InterruptedException(e.getMessage()).initCause(e);
    } finally {
      rebalances.waitFor(null);
    }
  }

  private void fetch(Duration limit) {
    polledNanos = System.nanoTime();
    try {
      partitions.fetched(consumer.poll(limit));
    } catch (WakeupException e) {
      // no more is wanted, or it came late: who called finds out
    }
  }

  /** Whether it is known of all partitions what earlier consumers have settled. */
  private boolean readCommitted() {
    Set<TopicPartition> unread = partitions.unread();
    if (unread.isEmpty()) {
      return true;
    }
    try {
      Map<TopicPartition, OffsetAndMetadata> committed = consumer.committed(unread, ANSWER);
      for (TopicPartition each : unread) {
        OffsetAndMetadata offset = committed.get(each);
        if (offset == null) {
          partitions.begin(each, consumer.position(each, ANSWER));
        } else {
          partitions.read(each, offset);
        }
      }
      return true;
    } catch (TimeoutException | WakeupException e) {
      return false; // it is asked again
    } catch (KafkaException | IllegalStateException e) {
      if (OffsetCommits.isOfTheGroup(e) || !consumer.assignment().containsAll(unread)) {
        return false; // the client's own thread has lost them, as the next poll tells
      }
      throw e;
    }
  }

  private void deliver(Deliveries<ConsumerRecord<K, V>> to) throws Exception {
    while (to.room() > 0 && partitions.hasFetched()) {
      Partitions.Fetched next = partitions.next();
      long offset = next.record().offset();
      boolean wasSettled = next.partition().wasSettled(next.record());
      Acknowledgement opened = next.partition().opened(offset); // whatever is thrown from here on
      if (wasSettled) {
        opened.settled(Settlement.DONE);
      } else {
        to.deliver(reader.read(next.record()), opened);
      }
    }
  }

  /** Safe for all threads, as of the client. */
  @Override
  public void wakeUp() {
    consumer.wakeup();
  }

  /** Commits what is settled, and closes the client. */
  @Override
  public void close() throws Exception {
    try {
      commits.throwIfFailed();
      commitLast();
    } catch (Throwable t) {
      try {
        leave();
      } catch (RuntimeException e) {
        t.addSuppressed(e);
      }
      throw t;
    }
    leave();
  }

  /** A rebalance that is under way lets nothing be committed: it is gone through first. */
  private void commitLast() {
    long limitNanos = rebalances.settleLimit().plus(OffsetCommits.LIMIT).toNanos();
    long start = System.nanoTime();
    Exception thrown = tryCommitLast();
    while (thrown instanceof RebalanceInProgressException
        && System.nanoTime() - start < limitNanos) {
      rebalances.pause();
      fetch(KEEP_ALIVE);
      thrown = tryCommitLast();
    }
    if (thrown != null) {
      OffsetCommits.warnOfRepetitions(partitions.all(), thrown);
    }
  }

  /** What keeps it from that since the group has changed; null if it is done. */
  private @Nullable Exception tryCommitLast() {
    try {
      commits.send(partitions.all());
      return null;
    } catch (KafkaException e) {
      if (OffsetCommits.isOfTheGroup(e)) {
        return e;
      }
      throw e;
    }
  }

  private void leave() {
    try (reader) {
      consumer.close(CloseOptions.timeout(OffsetCommits.LIMIT));
    }
  }
}
