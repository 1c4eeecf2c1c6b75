package io.paipa.kafka.examples;

import java.time.Duration;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;

/** What people write first: one record after the other. */
final class OneByOne implements Contender {
  /** It does one at a time: so many less records are enough. */
  private static final int SHARE = 40;

  @Override
  public String title() {
    return "a loop";
  }

  @Override
  public double recordsPerSecond(Task task) throws InterruptedException {
    Task few = task.share(SHARE);
    Work work = new Work(few.records(), few.millis());
    try (KafkaConsumer<String, String> consumer =
        new KafkaConsumer<>(NewGroup.reading(few.bootstrapServers()))) {
      consumer.subscribe(List.of(few.topic()));
      while (!work.done().isDone()) {
        for (ConsumerRecord<String, String> ignored : consumer.poll(Duration.ofMillis(100))) {
          work.on();
        }
        consumer.commitAsync();
      }
    }
    return work.done().join();
  }
}
