package io.paipa.kafka;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
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

  /** What the broker says of such partitions. Some may have no commit. */
  void read(Map<TopicPartition, OffsetAndMetadata> committed) {
    assigned.forEach(
        (partition, progress) -> {
          if (progress.isUnread()) {
            OffsetAndMetadata offset = committed.get(partition);
            progress.read(offset == null ? SettledBeyond.NOTHING : SettledBeyond.of(offset));
          }
        });
  }

  /** Records were fetched. */
  void fetched(ConsumerRecords<byte[], byte[]> records) {
    Map<TopicPartition, OffsetAndMetadata> next = records.nextOffsets();
    assigned.forEach(
        (partition, progress) -> {
          OffsetAndMetadata position = next.get(partition);
          if (position != null) {
            var ofPartition = records.records(partition);
            ofPartition.forEach(record -> fetched.add(new Fetched(progress, record)));
            progress.fetched(ofPartition.size(), position);
          }
        });
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
