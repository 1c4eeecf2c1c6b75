package io.paipa.kafka;

import static java.lang.System.Logger.Level.WARNING;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * The partitions that are assigned to this consumer, and what was fetched of them and is not yet
 * delivered. Confined to the source's thread.
 */
final class Partitions {
  private static final System.Logger LOG = System.getLogger("io.paipa.kafka");

  private final Map<TopicPartition, PartitionProgress> assigned = new LinkedHashMap<>();
  private final Deque<Fetched> fetched = new ArrayDeque<>();

  /**
   * A record that was fetched.
   *
   * @param partition what it is of
   * @param record as it came
   */
  record Fetched(PartitionProgress partition, ConsumerRecord<byte[], byte[]> record) {}

  /** Partitions were assigned. */
  void add(Collection<TopicPartition> partitions) {
    partitions.forEach(each -> assigned.put(each, new PartitionProgress()));
  }

  /** Partitions are another's. What was fetched of them goes there. */
  void remove(Collection<TopicPartition> partitions) {
    Set<PartitionProgress> gone = of(partitions).collect(Collectors.toSet());
    fetched.removeIf(each -> gone.contains(each.partition()));
    assigned.keySet().removeAll(partitions);
  }

  private Stream<PartitionProgress> of(Collection<TopicPartition> partitions) {
    return partitions.stream().map(assigned::get).filter(Objects::nonNull);
  }

  /** All of them. */
  Set<TopicPartition> all() {
    return Set.copyOf(assigned.keySet());
  }

  /** Those of which it is not known what an earlier consumer has settled. */
  Set<TopicPartition> unread() {
    return assigned.entrySet().stream()
        .filter(each -> each.getValue().isUnread())
        .map(Map.Entry::getKey)
        .collect(Collectors.toSet());
  }

  /** What an earlier consumer has committed of a partition. */
  void read(TopicPartition partition, OffsetAndMetadata committed) {
    of(List.of(partition)).forEach(each -> each.read(SettledBeyond.of(committed)));
  }

  /** No earlier consumer has committed anything of a partition; the client's is its position. */
  void begin(TopicPartition partition, long position) {
    of(List.of(partition))
        .forEach(
            progress ->
                progress.begin(
                    fetched.stream()
                        .filter(each -> each.partition() == progress)
                        .mapToLong(each -> each.record().offset())
                        .findFirst()
                        .orElse(position)));
  }

  /**
   * Records were fetched.
   *
   * @throws IllegalStateException if a partition is not assigned
   */
  void fetched(ConsumerRecords<byte[], byte[]> records) {
    Map<TopicPartition, OffsetAndMetadata> next = new HashMap<>(records.nextOffsets());
    for (TopicPartition each : records.partitions()) {
      List<ConsumerRecord<byte[], byte[]>> of = records.records(each);
      next.computeIfAbsent(
          each, unknown -> new OffsetAndMetadata(of.get(of.size() - 1).offset() + 1));
    }
    next.forEach((partition, position) -> fetched(partition, records.records(partition), position));
  }

  private void fetched(
      TopicPartition partition,
      List<ConsumerRecord<byte[], byte[]>> records,
      OffsetAndMetadata position) {
    PartitionProgress progress = assigned.get(partition);
    if (progress == null) {
      throw new IllegalStateException("records of " + partition + ", which is not assigned");
    }
    if (!records.isEmpty() && progress.isBehind(records.get(0).offset())) {
      progress = anew(partition, records.get(0).offset());
    }
    for (ConsumerRecord<byte[], byte[]> each : records) {
      fetched.add(new Fetched(progress, each));
    }
    progress.fetched(records.size(), position);
  }

  /** The log was cut, or made anew: what is in flight of the old one is settled for nobody. */
  private PartitionProgress anew(TopicPartition partition, long offset) {
    LOG.log(
        WARNING,
        "the offsets of {0} go back to {1}: its log was cut or made anew, or they were reset",
        partition,
        offset);
    remove(List.of(partition));
    PartitionProgress progress = new PartitionProgress();
    progress.begin(offset);
    assigned.put(partition, progress);
    return progress;
  }

  /** Whether fetched records are not yet delivered. */
  boolean hasFetched() {
    return !fetched.isEmpty();
  }

  /** The next record that was fetched and not yet delivered; it is that no more. */
  Fetched next() {
    return fetched.remove();
  }

  /** How many records of some partitions are delivered, and not settled. */
  int open(Collection<TopicPartition> partitions) {
    return of(partitions).mapToInt(PartitionProgress::open).sum();
  }

  /** What of some partitions is to be committed, and was not yet sent. */
  Map<TopicPartition, OffsetAndMetadata> toCommit(
      Collection<TopicPartition> partitions, int maxMetadata) {
    Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
    for (TopicPartition each : partitions) {
      PartitionProgress progress = assigned.get(each);
      if (progress != null) {
        progress.toCommit(maxMetadata).ifPresent(offset -> offsets.put(each, offset));
      }
    }
    return offsets;
  }

  /** What was sent of some partitions may not have reached the broker. */
  void sendAgain(Collection<TopicPartition> partitions) {
    of(partitions).forEach(PartitionProgress::sendAgain);
  }
}
