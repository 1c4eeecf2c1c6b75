package io.paipa.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.paipa.Acknowledgement;
import io.paipa.Settlement;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;

/** What is committed of a partition, as its records come and are settled. */
class PartitionsTest {
  private static final TopicPartition PARTITION = new TopicPartition("topic", 0);
  private static final List<TopicPartition> ALL = List.of(PARTITION);
  private static final int MAX_METADATA = 4_096;

  private final Partitions partitions = new Partitions();

  private static ConsumerRecord<byte[], byte[]> record(long offset, int leaderEpoch) {
    return new ConsumerRecord<>(
        "topic",
        0,
        offset,
        0,
        TimestampType.CREATE_TIME,
        0,
        0,
        new byte[0],
        new byte[0],
        new RecordHeaders(),
        Optional.of(leaderEpoch));
  }

  /** From an offset to before another. */
  private void fetch(long from, long to, int leaderEpoch) {
    List<ConsumerRecord<byte[], byte[]>> records =
        LongStream.range(from, to).mapToObj(offset -> record(offset, leaderEpoch)).toList();
    partitions.fetched(
        new ConsumerRecords<>(
            Map.of(PARTITION, records), Map.of(PARTITION, new OffsetAndMetadata(to))));
  }

  private Acknowledgement open() {
    Partitions.Fetched next = partitions.next();
    assertThat(next.partition().wasSettled(next.record())).isFalse();
    return next.partition().opened(next.record().offset());
  }

  private static void done(Acknowledgement delivery) {
    try {
      delivery.settled(Settlement.DONE);
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private Optional<OffsetAndMetadata> toCommit() {
    return Optional.ofNullable(partitions.toCommit(ALL, MAX_METADATA).get(PARTITION));
  }

  @Test
  void shouldCommitWhereItBegan() {
    partitions.add(ALL);
    fetch(100, 103, 0);
    assertThat(toCommit()).isEmpty(); // an earlier commit may be overwritten
    partitions.begin(PARTITION, 103);
    assertThat(toCommit()).map(OffsetAndMetadata::offset).hasValue(100L);
  }

  @Test
  void shouldNotPassWhatWasFetchedAndNotDelivered() {
    partitions.add(ALL);
    partitions.begin(PARTITION, 0);
    fetch(0, 3, 0);
    done(open());
    assertThat(toCommit()).map(OffsetAndMetadata::offset).hasValue(1L);
    done(open());
    done(open());
    assertThat(toCommit()).map(OffsetAndMetadata::offset).hasValue(3L);
    assertThat(toCommit()).as("it was sent").isEmpty();
    partitions.sendAgain(ALL);
    assertThat(toCommit()).map(OffsetAndMetadata::offset).hasValue(3L);
  }

  /** Its offsets go back: the topic was made anew, or its log was cut. */
  @Test
  void shouldBeginAnewWhenOffsetsGoBack() {
    partitions.add(ALL);
    partitions.begin(PARTITION, 0);
    fetch(0, 10, 0);
    Acknowledgement ofOldLog = open();
    fetch(4, 6, 1);
    done(ofOldLog);
    assertThat(toCommit()).map(OffsetAndMetadata::offset).hasValue(4L);
    done(open());
    assertThat(toCommit()).map(OffsetAndMetadata::offset).hasValue(5L);
    assertThat(partitions.open(ALL)).isZero();
  }

  /** The log was cut behind the commit: what has its offsets now was never settled. */
  @Test
  void shouldNotTrustWhatIsKnownOfRecordsThatTheLogHasLost() {
    String metadata = new SettledBeyond(5, 10, new long[] {5}, 3).encode(MAX_METADATA);
    partitions.add(ALL);
    partitions.read(PARTITION, new OffsetAndMetadata(5, metadata));
    fetch(5, 7, 3);
    done(open());
    Partitions.Fetched known = partitions.next();
    assertThat(known.partition().wasSettled(known.record())).isTrue();
    fetch(7, 8, 4);
    open();
  }

  @Test
  void shouldDropWhatWasFetchedOfAPartitionThatIsGivenUp() {
    partitions.add(ALL);
    partitions.begin(PARTITION, 0);
    fetch(0, 3, 0);
    partitions.remove(ALL);
    assertThat(partitions.hasFetched()).isFalse();
    assertThatThrownBy(() -> fetch(3, 4, 0))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("not assigned");
  }
}
