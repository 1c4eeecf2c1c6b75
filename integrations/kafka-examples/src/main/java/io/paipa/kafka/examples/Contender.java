package io.paipa.kafka.examples;

import io.paipa.Pipeline;
import io.paipa.kafka.KafkaSource;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;

/** A way to read a topic, whose records take a while each. */
enum Contender {
  /** What people write first: one record after the other. */
  LOOP {
    @Override
    void run(Map<String, Object> properties, String topic, int inFlight, Work work) {
      try (KafkaConsumer<String, String> consumer = new KafkaConsumer<>(properties)) {
        consumer.subscribe(List.of(topic));
        while (work.isOpen()) {
          consumer.poll(Duration.ofMillis(100)).forEach(record -> work.on());
          consumer.commitAsync();
        }
      }
    }
  },

  /** A pipeline of one step, in the order of the keys. */
  PAIPA {
    @Override
    void run(Map<String, Object> properties, String topic, int inFlight, Work work)
        throws InterruptedException {
      try (Pipeline<ConsumerRecord<String, String>, Void> pipeline =
          Pipeline.<ConsumerRecord<String, String>>named("comparison")
              .sink("work", record -> work.on())
              .workers(inFlight)
              .capacity(Math.max(1_024, 4 * Integer.highestOneBit(inFlight)))
              .keyed(ConsumerRecord::key)
              .build()) {
        pipeline.putAcknowledged(KafkaSource.<String, String>subscribe(properties, topic));
        pipeline.start();
        work.await();
      }
    }
  };

  /** What is to be done of each record. Safe for all threads. */
  static final class Work {
    private final AtomicInteger left;
    private final CountDownLatch done = new CountDownLatch(1);
    private final long millis;
    private volatile long startNanos;
    private volatile long endNanos;

    Work(int records, long millisEach) {
      this.left = new AtomicInteger(records);
      this.millis = millisEach;
    }

    /** Takes its time. */
    void on() {
      if (startNanos == 0) {
        startNanos = System.nanoTime(); // the first few may race: they are the first few
      }
      try {
        Thread.sleep(millis);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
      if (left.decrementAndGet() == 0) {
        endNanos = System.nanoTime();
        done.countDown();
      }
    }

    boolean isOpen() {
      return left.get() > 0;
    }

    void await() throws InterruptedException {
      done.await();
    }

    /** From the first record to the last; what it takes to join and to leave doesn't count. */
    long nanos() {
      return endNanos - startNanos;
    }
  }

  /**
   * Works off as many records as there is work for, and ends.
   *
   * @param inFlight how many records are worked on at a time, if it can that
   */
  abstract void run(Map<String, Object> properties, String topic, int inFlight, Work work)
      throws InterruptedException;
}
