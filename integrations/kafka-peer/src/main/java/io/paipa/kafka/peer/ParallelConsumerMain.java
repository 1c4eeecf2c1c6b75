package io.paipa.kafka.peer;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.confluent.parallelconsumer.ParallelConsumerOptions;
import io.confluent.parallelconsumer.ParallelConsumerOptions.ProcessingOrder;
import io.confluent.parallelconsumer.ParallelStreamProcessor;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.StringDeserializer;

/**
 * Works off the records of a topic, in the order of their keys. Each line of the input is a task:
 * bootstrap servers, topic, records at a time, records in all, and milliseconds that each takes.
 * The answer is a line: records in a second, from the first record to the last.
 */
public final class ParallelConsumerMain {
  private final AtomicInteger left;
  private final int records;
  private final int millis;
  private final AtomicLong startNanos = new AtomicLong();
  private final AtomicLong endNanos = new AtomicLong();
  private final CountDownLatch done = new CountDownLatch(1);

  private ParallelConsumerMain(int records, int millis) {
    this.records = records;
    this.millis = millis;
    this.left = new AtomicInteger(records);
  }

  /**
   * Does all tasks.
   *
   * @param args none
   * @throws IOException if the input can't be read
   * @throws InterruptedException if interrupted in the midst of a task
   */
  public static void main(String[] args) throws IOException, InterruptedException {
    BufferedReader tasks = new BufferedReader(new InputStreamReader(System.in, UTF_8));
    for (String task = tasks.readLine(); task != null; task = tasks.readLine()) {
      String[] words = task.split(" ", -1);
      int records = Integer.parseInt(words[3]);
      int millis = Integer.parseInt(words[4]);
      ParallelConsumerMain main = new ParallelConsumerMain(records, millis);
      System.out.println(main.recordsPerSecond(words[0], words[1], Integer.parseInt(words[2])));
    }
  }

  private double recordsPerSecond(String bootstrapServers, String topic, int inFlight)
      throws InterruptedException {
    Consumer<String, String> consumer =
        new KafkaConsumer<>(
            Map.of(
                "bootstrap.servers",
                bootstrapServers,
                "group.id",
                UUID.randomUUID().toString(),
                "enable.auto.commit",
                false,
                "auto.offset.reset",
                "earliest"),
            new StringDeserializer(),
            new StringDeserializer());
    ParallelStreamProcessor<String, String> processor =
        ParallelStreamProcessor.createEosStreamProcessor(
            ParallelConsumerOptions.<String, String>builder()
                .consumer(consumer)
                .ordering(ProcessingOrder.KEY)
                .maxConcurrency(inFlight)
                .build());
    try {
      processor.subscribe(List.of(topic));
      processor.poll(context -> work());
      done.await();
    } finally {
      processor.closeDontDrainFirst();
    }
    return records * 1e9 / (endNanos.get() - startNanos.get());
  }

  private void work() {
    startNanos.compareAndSet(0, System.nanoTime());
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // it is being closed
      return;
    }
    if (left.decrementAndGet() == 0) {
      endNanos.set(System.nanoTime());
      done.countDown();
    }
  }
}
