package io.paipa.kafka;

import static java.lang.System.Logger.Level.WARNING;

import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.OffsetMetadataTooLarge;
import org.apache.kafka.common.errors.RebalanceInProgressException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.StaleMemberEpochException;
import org.apache.kafka.common.errors.UnknownMemberIdException;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;

/**
 * Commits how far the partitions have come: every so often without waiting, and with waiting when a
 * partition is given up. A commit that fails for the moment is repeated; one that fails since the
 * group goes on without this consumer is not, for its partitions are another's. Any other failure
 * is for good. Confined to the source's thread, in which Kafka calls back, too.
 */
final class OffsetCommits {
  /** How long a commit is waited for. */
  static final Duration LIMIT = Duration.ofSeconds(10);

  /** What a broker takes by default. */
  private static final int MAX_METADATA = 4_096;

  private static final System.Logger LOG = System.getLogger("io.paipa.kafka");

  private final Consumer<?, ?> consumer;
  private final Partitions partitions;
  private long everyNanos = TimeUnit.SECONDS.toNanos(1);
  private long sentNanos = System.nanoTime();
  private int maxMetadata = MAX_METADATA;
  private boolean isUnderWay;
  private boolean hasWarned;
  private @Nullable Exception failure;

  OffsetCommits(Consumer<?, ?> consumer, Partitions partitions) {
    this.consumer = consumer;
    this.partitions = partitions;
  }

  /** How often what is new is sent; set before the first poll. */
  void every(Duration interval) {
    everyNanos = TimeUnit.NANOSECONDS.convert(interval);
  }

  /**
   * Sends what is new, if it is time.
   *
   * @throws Exception if an earlier one has failed for good
   */
  void sendIfDue() throws Exception {
    throwIfFailed();
    if (isUnderWay || System.nanoTime() - sentNanos < everyNanos) {
      return;
    }
    sentNanos = System.nanoTime();
    Map<TopicPartition, OffsetAndMetadata> offsets =
        partitions.toCommit(partitions.all(), maxMetadata);
    if (!offsets.isEmpty()) {
      isUnderWay = true;
      consumer.commitAsync(offsets, this::completed);
    }
  }

  /** As {@link #sendIfDue}, if nothing more is to be sent so. */
  void throwIfFailed() throws Exception {
    if (failure != null) {
      throw failure;
    }
  }

  private void completed(
      Map<TopicPartition, OffsetAndMetadata> offsets, @Nullable Exception thrown) {
    isUnderWay = false;
    if (thrown == null) {
      hasWarned = false;
      return;
    }
    partitions.sendAgain(offsets.keySet());
    if (thrown instanceof OffsetMetadataTooLarge && maxMetadata > 0) {
      maxMetadata = maxMetadata > 64 ? maxMetadata / 2 : 0; // that broker takes less
    } else if (mayPass(thrown)) {
      warn("offsets could not be committed, and will be again", thrown);
    } else {
      failure = thrown;
    }
  }

  /**
   * Sends what is new of some partitions, and waits.
   *
   * @throws KafkaException if the broker doesn't take it within {@link #LIMIT}
   */
  void send(Collection<TopicPartition> of) {
    partitions.sendAgain(of); // an earlier one may still be under way
    Map<TopicPartition, OffsetAndMetadata> offsets = partitions.toCommit(of, maxMetadata);
    while (!offsets.isEmpty()) {
      try {
        consumer.commitSync(offsets, LIMIT);
        hasWarned = false;
        return;
      } catch (WakeupException e) {
        // it is meant for a poll, and there is none
      } catch (OffsetMetadataTooLarge e) {
        if (maxMetadata == 0) {
          throw e;
        }
        maxMetadata = 0;
        partitions.sendAgain(of);
        offsets = partitions.toCommit(of, maxMetadata);
      }
    }
  }

  /** As {@link #send}, of partitions that are given up: their next reader may repeat more then. */
  void sendLast(Collection<TopicPartition> of) {
    try {
      send(of);
    } catch (KafkaException e) {
      if (!mayPass(e)) {
        throw e;
      }
      warnOfRepetitions(of, e);
    }
  }

  /** The last offsets of partitions are not committed, which are another's by now. */
  static void warnOfRepetitions(Collection<TopicPartition> of, Exception thrown) {
    LOG.log(
        WARNING,
        "the last offsets of " + of + " could not be committed; some of their records come again",
        thrown);
  }

  /** Whether it fails since the group goes on without this consumer, or changes just now. */
  static boolean isOfTheGroup(Exception thrown) {
    return thrown instanceof RebalanceInProgressException
        || thrown instanceof CommitFailedException
        || thrown instanceof StaleMemberEpochException
        || thrown instanceof UnknownMemberIdException;
  }

  private static boolean mayPass(Exception thrown) {
    return thrown instanceof RetriableException
        || thrown instanceof WakeupException
        || isOfTheGroup(thrown);
  }

  private void warn(String what, Exception thrown) {
    if (!hasWarned) {
      LOG.log(WARNING, what, thrown);
      hasWarned = true; // once until one succeeds
    }
  }
}
