package io.paipa.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.paipa.Backoff;
import io.paipa.Pipeline;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** A program that writes each record to a file, until its input ends, or somebody kills it. */
final class KilledConsumer {
  private KilledConsumer() {}

  /** Takes the address of the broker, the group, the topic and the file. */
  public static void main(String[] args) throws Exception {
    Map<String, Object> properties =
        Map.of(
            "bootstrap.servers",
            args[0],
            "group.id",
            args[1],
            "session.timeout.ms",
            6_000, // so long it takes until the killed one is missed
            "auto.offset.reset",
            "earliest",
            "key.deserializer",
            "org.apache.kafka.common.serialization.StringDeserializer",
            "value.deserializer",
            "org.apache.kafka.common.serialization.StringDeserializer");
    try (OutputStream journal =
            Files.newOutputStream(
                Path.of(args[3]), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        Pipeline<ConsumerRecord<String, String>, Void> pipeline =
            Pipeline.<ConsumerRecord<String, String>>named("killed")
                .sink(
                    "write",
                    record -> {
                      TimeUnit.MILLISECONDS.sleep(5);
                      if (ThreadLocalRandom.current().nextInt(100) == 0) {
                        throw new IllegalStateException("for once");
                      }
                      write(journal, record);
                    })
                .workers(64)
                .keyed(ConsumerRecord::key)
                .retrying(100, Backoff.fixed(Duration.ofMillis(5)))
                .build()) {
      pipeline.putAcknowledged(KafkaSource.<String, String>subscribe(properties, args[2]));
      pipeline.start();
      while (System.in.read() >= 0) {
        // only its end counts
      }
    }
  }

  /** One write of the system's, so a kill leaves whole lines. */
  private static synchronized void write(
      OutputStream journal, ConsumerRecord<String, String> record) throws Exception {
    String line =
        record.partition() + " " + record.offset() + " " + record.key() + " " + record.value();
    journal.write((line + "\n").getBytes(UTF_8));
  }
}
