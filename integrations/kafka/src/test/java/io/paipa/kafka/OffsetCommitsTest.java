package io.paipa.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.paipa.Settlement;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetCommitCallback;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.NotCoordinatorException;
import org.apache.kafka.common.errors.OffsetMetadataTooLarge;
import org.apache.kafka.common.errors.RebalanceInProgressException;
import org.apache.kafka.common.errors.StaleMemberEpochException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.WakeupException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What becomes of a commit that fails; by Kafka's own stand-in for a client. */
class OffsetCommitsTest {
  private static final TopicPartition PARTITION = new TopicPartition("topic", 0);

  private final Deque<Exception> failures = new ArrayDeque<>();
  private final List<OffsetAndMetadata> sent = new ArrayList<>();
  private final Partitions partitions = new Partitions();
  private final OffsetCommits commits = new OffsetCommits(new Client(), partitions);

  /** Fails as it is told. */
  private final class Client extends MockConsumer<byte[], byte[]> {
    Client() {
      super("earliest");
    }

    @Override
    public synchronized void commitAsync(
        Map<TopicPartition, OffsetAndMetadata> offsets, OffsetCommitCallback callback) {
      sent.addAll(offsets.values());
      callback.onComplete(offsets, failures.poll());
    }

    @Override
    public synchronized void commitSync(
        Map<TopicPartition, OffsetAndMetadata> offsets, Duration limit) {
      sent.addAll(offsets.values());
      if (failures.poll() instanceof RuntimeException failure) {
        throw failure;
      }
    }
  }

  @BeforeEach
  void settleAllButTheFirstOfThree() throws Exception {
    commits.every(Duration.ofNanos(1));
    partitions.add(List.of(PARTITION));
    partitions.begin(PARTITION, 0);
    List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
    for (int offset = 0; offset < 3; offset++) {
      records.add(new ConsumerRecord<>("topic", 0, offset, new byte[0], new byte[0]));
    }
    partitions.fetched(
        new ConsumerRecords<>(
            Map.of(PARTITION, records), Map.of(PARTITION, new OffsetAndMetadata(3))));
    for (int offset = 0; offset < 3; offset++) {
      var opened = partitions.next().partition().opened(offset);
      opened.settled(offset == 0 ? Settlement.ABANDONED : Settlement.DONE);
    }
  }

  @Test
  void shouldFailForGood() throws Exception {
    failures.add(new TopicAuthorizationException("topic"));
    commits.sendIfDue();
    assertThatThrownBy(commits::sendIfDue).isInstanceOf(TopicAuthorizationException.class);
    assertThatThrownBy(commits::throwIfFailed).isInstanceOf(TopicAuthorizationException.class);
  }

  @Test
  void shouldBeRepeatedIfItFailsForTheMoment() throws Exception {
    failures.add(new NotCoordinatorException("it moves"));
    failures.add(new StaleMemberEpochException("the group has changed"));
    failures.add(new RebalanceInProgressException("it changes just now"));
    for (int i = 0; i < 5; i++) {
      commits.sendIfDue();
    }
    assertThat(sent).as("three times in vain, and once").hasSize(4);
  }

  @Test
  void shouldSayLessToABrokerThatTakesLess() throws Exception {
    for (int i = 0; i < 7; i++) {
      failures.add(new OffsetMetadataTooLarge("too large"));
    }
    for (int i = 0; i < 20; i++) {
      commits.sendIfDue();
    }
    assertThat(sent.get(0).metadata()).isNotEmpty();
    assertThat(sent.get(sent.size() - 1)).isEqualTo(new OffsetAndMetadata(0, ""));
  }

  @Test
  void shouldGoOnWhenItIsWokenUp() {
    failures.add(new WakeupException());
    failures.add(new OffsetMetadataTooLarge("too large"));
    commits.send(List.of(PARTITION));
    assertThat(sent).hasSize(3);
    assertThat(sent.get(2).metadata()).isEmpty();
  }

  @Test
  void shouldLetAPartitionGoWhoseLastCommitFailsForTheMoment() {
    failures.add(new StaleMemberEpochException("the group has changed"));
    assertThatCode(() -> commits.sendLast(List.of(PARTITION))).doesNotThrowAnyException();
    failures.add(new TopicAuthorizationException("topic"));
    assertThatThrownBy(() -> commits.sendLast(List.of(PARTITION)))
        .isInstanceOf(TopicAuthorizationException.class);
  }
}
