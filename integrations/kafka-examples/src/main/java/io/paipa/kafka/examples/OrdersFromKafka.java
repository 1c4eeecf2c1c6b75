package io.paipa.kafka.examples;

import static java.time.Duration.ofMillis;

import io.paipa.Backoff;
import io.paipa.CheckedConsumer;
import io.paipa.FailurePolicy;
import io.paipa.Pipeline;
import io.paipa.PipelineState;
import io.paipa.Report;
import io.paipa.StepReport;
import io.paipa.kafka.DeadLetterTopic;
import io.paipa.kafka.KafkaSource;
import io.paipa.kafka.broker.LocalBroker;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.IntegerSerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * Starts a broker, writes orders, and stores them: the orders of each customer in their order, 64
 * at a time. Some fail once and are retried. One can't be read, and goes to the dead-letter topic.
 */
public final class OrdersFromKafka {
  private static final int ORDERS = 20_000;
  private static final int CUSTOMERS = 500;

  private OrdersFromKafka() {}

  /**
   * Runs the whole of it.
   *
   * @param args none
   * @throws Exception if the broker does not start, or an order could not be stored
   */
  public static void main(String[] args) throws Exception {
    try (LocalBroker broker = LocalBroker.start()) {
      Map<String, Object> address = Map.of("bootstrap.servers", broker.bootstrapServers());
      broker.createTopic("orders", 6);
      broker.createTopic("orders-dead", 1);
      write(address);
      System.out.println(read(address));
    }
  }

  private static void write(Map<String, Object> address) throws Exception {
    List<Future<?>> sent = new ArrayList<>();
    try (KafkaProducer<String, Integer> orders =
            new KafkaProducer<>(address, new StringSerializer(), new IntegerSerializer());
        KafkaProducer<String, String> others =
            new KafkaProducer<>(address, new StringSerializer(), new StringSerializer())) {
      for (int i = 0; i < ORDERS; i++) {
        sent.add(orders.send(new ProducerRecord<>("orders", "customer " + i % CUSTOMERS, i)));
      }
      sent.add(others.send(new ProducerRecord<>("orders", "customer 7", "this is no amount")));
    }
    for (Future<?> each : sent) {
      each.get();
    }
  }

  private static String read(Map<String, Object> address) throws Exception {
    CountDownLatch all = new CountDownLatch(ORDERS + 1);
    try (DeadLetterTopic deadLetters = DeadLetterTopic.open(address, "orders-dead");
        Pipeline<ConsumerRecord<String, Integer>, Void> orders =
            orders(
                record -> {
                  store(record.key(), record.value());
                  all.countDown();
                },
                deadLetters)) {
      orders.putAcknowledged(
          KafkaSource.<String, Integer>subscribe(
              Map.of(
                  "bootstrap.servers", address.get("bootstrap.servers"),
                  "group.id", "stores",
                  "auto.offset.reset", "earliest",
                  "key.deserializer", "org.apache.kafka.common.serialization.StringDeserializer",
                  "value.deserializer",
                      "org.apache.kafka.common.serialization.IntegerDeserializer"),
              "orders"));
      orders.start();
      while (all.getCount() > orders.report().steps().get(0).deadLettered()
          && orders.state() == PipelineState.RUNNING) {
        TimeUnit.MILLISECONDS.sleep(100); // a service would wait for its shutdown instead
      }
      orders.stop();
      return words(orders.report());
    }
  }

  private static String words(Report report) {
    StepReport store = report.steps().get(0);
    return String.format(
        Locale.ROOT,
        "%s: %,d orders read, %,d stored, %,d retried, %,d in the dead-letter topic; %d ms",
        report.state(),
        report.accepted(),
        store.done(),
        store.retried(),
        store.deadLettered(),
        report.elapsed().toMillis());
  }

  private static Pipeline<ConsumerRecord<String, Integer>, Void> orders(
      CheckedConsumer<ConsumerRecord<String, Integer>> store, DeadLetterTopic deadLetters) {
    // tag::orders[]
    return Pipeline.<ConsumerRecord<String, Integer>>named("orders")
        .sink("store", store)
        .workers(64)
        .keyed(ConsumerRecord::key)
        .retrying(3, Backoff.exponential(ofMillis(10)))
        .onFailure(FailurePolicy.deadLetter(deadLetters::send))
        .build();
    // end::orders[]
  }

  private static void store(String customer, int amount) throws InterruptedException {
    TimeUnit.MILLISECONDS.sleep(2); // as a database takes
    if (ThreadLocalRandom.current().nextInt(100) == 0) {
      throw new IllegalStateException(customer + ": the database is busy, with " + amount);
    }
  }
}
