package io.paipa.kafka;

import static java.lang.System.Logger.Level.WARNING;

import io.paipa.Deliveries;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Gives partitions up and takes them on. Before one is given up, what is in flight of it is waited
 * for, and committed. Kafka calls this inside its polls, so it is confined to the source's thread.
 */
final class Rebalances implements ConsumerRebalanceListener {
  private static final System.Logger LOG = System.getLogger("io.paipa.kafka");
  private static final Duration LOOK = Duration.ofMillis(10);

  private final Consumer<?, ?> consumer;
  private final Partitions partitions;
  private final OffsetCommits commits;
  private final Duration maxSettleLimit;
  private Duration settleLimit = Duration.ofSeconds(30);
  private @Nullable Deliveries<?> deliveries;
  private boolean isPaused;

  /**
   * Nothing is assigned.
   *
   * @param maxPollInterval after which the group takes this consumer for lost. A wait takes half of
   *     it at most, for it is worse to be lost than to give up what is in flight
   */
  Rebalances(
      Consumer<?, ?> consumer,
      Partitions partitions,
      OffsetCommits commits,
      Duration maxPollInterval) {
    this.consumer = consumer;
    this.partitions = partitions;
    this.commits = commits;
    this.maxSettleLimit = maxPollInterval.dividedBy(2);
  }

  /** How long what is in flight is waited for; set before the first poll. */
  void settleLimit(Duration limit) {
    settleLimit = limit;
  }

  /** How long a rebalance may be held up, by this consumer or by another like it. */
  Duration settleLimit() {
    return settleLimit.compareTo(maxSettleLimit) < 0 ? settleLimit : maxSettleLimit;
  }

  /** Polls may come: what is in flight can be waited for; null if it can't any more. */
  void waitFor(@Nullable Deliveries<?> inFlight) {
    deliveries = inFlight;
  }

  /** Nothing is to be fetched, nor of partitions that are assigned from now on. */
  void pause() {
    isPaused = true;
    forEach(consumer.assignment(), consumer::pause);
  }

  /** All that is assigned may be fetched. */
  void resume() {
    if (isPaused) {
      isPaused = false;
      forEach(consumer.paused(), consumer::resume);
    }
  }

  /** A call of the client. */
  private interface Call {
    void on(Collection<TopicPartition> partitions);
  }

  /** One by one: one that the client's own thread has just lost doesn't keep the others from it. */
  private static void forEach(Collection<TopicPartition> partitions, Call call) {
    for (TopicPartition each : partitions) {
      try {
        call.on(List.of(each));
      } catch (IllegalStateException e) {
        // it is assigned no more, as the next poll tells
      }
    }
  }

  @Override
  public void onPartitionsAssigned(Collection<TopicPartition> assigned) {
    partitions.add(assigned);
    if (isPaused) {
      forEach(assigned, consumer::pause);
    }
  }

  @Override
  public void onPartitionsRevoked(Collection<TopicPartition> revoked) {
    if (deliveries != null) {
      settle(revoked, deliveries);
    }
    commits.sendLast(revoked);
    partitions.remove(revoked);
  }

  /** They are another's already: what is in flight of them comes again there. */
  @Override
  public void onPartitionsLost(Collection<TopicPartition> lost) {
    LOG.log(
        WARNING,
        "{0} were taken from this consumer, with {1} records in flight, which come again: the group"
            + " has not heard of it for too long; see max.poll.interval.ms and session.timeout.ms",
        lost,
        partitions.open(lost));
    partitions.remove(lost);
  }

  private void settle(Collection<TopicPartition> revoked, Deliveries<?> inFlight) {
    long start = System.nanoTime();
    boolean mayWait = true;
    while (mayWait && partitions.open(revoked) > 0) {
      mayWait = look(inFlight) && System.nanoTime() - start < settleLimit().toNanos();
    }
    int open = partitions.open(revoked);
    if (open > 0) {
      LOG.log(
          WARNING,
          "{0} records of {1} are still in flight, and their partitions are given up: they come"
              + " again, to whoever reads these next",
          open,
          revoked);
    }
  }

  /** Whether waiting is of use. */
  private static boolean look(Deliveries<?> inFlight) {
    try {
      long start = System.nanoTime();
      return inFlight.settle(LOOK) || System.nanoTime() - start >= LOOK.toNanos();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
