package io.paipa.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.paipa.Pipeline;
import io.paipa.PipelineState;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/** The records that were dealt with, in that order. Safe for all threads. */
final class Journal {
  /** A record, by where it was and what it held. */
  record Entry(TopicPartition partition, long offset, String key, int number) {
    static Entry of(ConsumerRecord<String, String> record) {
      return new Entry(
          new TopicPartition(record.topic(), record.partition()),
          record.offset(),
          record.key(),
          Integer.parseInt(record.value()));
    }
  }

  private final List<Entry> entries = Collections.synchronizedList(new ArrayList<>());

  Journal() {}

  Journal(List<Entry> entries) {
    this.entries.addAll(entries);
  }

  /** A pipeline that adds each record. */
  Pipeline<ConsumerRecord<String, String>, Void> pipeline() {
    return Pipeline.<ConsumerRecord<String, String>>named("journal")
        .sink("write", this::add)
        .build();
  }

  /** Runs a pipeline that adds records, until there are so many, and stops it. */
  void fill(
      Pipeline<ConsumerRecord<String, String>, Void> pipeline,
      KafkaSource<String, String> source,
      int until)
      throws Exception {
    try (pipeline) {
      pipeline.putAcknowledged(source);
      pipeline.start();
      Waits.until("records", () -> size() >= until || pipeline.state() != PipelineState.RUNNING);
      pipeline.stop();
      assertThat(pipeline.state()).isEqualTo(PipelineState.COMPLETED);
    }
  }

  void add(ConsumerRecord<String, String> record) {
    entries.add(Entry.of(record));
  }

  List<Entry> entries() {
    synchronized (entries) {
      return List.copyOf(entries);
    }
  }

  int size() {
    return entries.size();
  }

  /** How many records were dealt with at least once. */
  int distinct() {
    return new HashSet<>(entries()).size();
  }

  /** How often a record was dealt with that had been before. */
  int repeated() {
    List<Entry> all = entries();
    return all.size() - new HashSet<>(all).size();
  }

  /** Those that were dealt with for the first time are in the order of their keys. */
  void assertInOrderOfKeys() {
    Set<Entry> seen = new HashSet<>();
    Map<String, Integer> next = new HashMap<>();
    for (Entry each : entries()) {
      if (seen.add(each)) {
        assertThat(each.number())
            .as("%s, the next of its key", each)
            .isEqualTo(next.merge(each.key(), 1, Integer::sum) - 1);
      }
    }
  }
}
