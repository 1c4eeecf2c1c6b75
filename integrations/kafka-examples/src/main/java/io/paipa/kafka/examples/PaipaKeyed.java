package io.paipa.kafka.examples;

import io.paipa.Pipeline;
import io.paipa.kafka.KafkaSource;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** A pipeline of one step, in the order of the keys. */
final class PaipaKeyed implements Contender {
  @Override
  public String title() {
    return "Paipa";
  }

  @Override
  public double recordsPerSecond(Task task) throws InterruptedException {
    Work work = new Work(task.records(), task.millis());
    try (Pipeline<ConsumerRecord<String, String>, Void> pipeline =
        Pipeline.<ConsumerRecord<String, String>>named("comparison")
            .sink("work", record -> work.on())
            .workers(task.inFlight())
            .capacity(Math.max(1_024, 4 * Integer.highestOneBit(task.inFlight())))
            .keyed(ConsumerRecord::key)
            .build()) {
      pipeline.putAcknowledged(
          KafkaSource.<String, String>subscribe(
              NewGroup.reading(task.bootstrapServers()), task.topic()));
      CompletableFuture<?> ended = pipeline.completion().toCompletableFuture();
      pipeline.start();
      CompletableFuture.anyOf(work.done(), ended).join(); // a failure is thrown by the close
    }
    return work.done().join();
  }
}
