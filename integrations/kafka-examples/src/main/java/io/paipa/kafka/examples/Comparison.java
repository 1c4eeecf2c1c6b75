package io.paipa.kafka.examples;

import com.github.freva.asciitable.AsciiTable;
import com.github.freva.asciitable.Column;
import io.paipa.kafka.broker.LocalBroker;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Compares consumers of a topic whose records take a while each, in turns, in one process. */
@Command(name = "comparison", mixinStandardHelpOptions = true)
public final class Comparison implements Callable<Integer> {
  private static final String TOPIC = "comparison";

  /** The loop does one at a time: so many less records are enough for it. */
  private static final int SHARE_OF_LOOP = 40;

  @Option(
      names = "--records",
      defaultValue = "100000",
      description = "of the topic; ${DEFAULT-VALUE}")
  private int records;

  @Option(names = "--keys", defaultValue = "10000", description = "they have; ${DEFAULT-VALUE}")
  private int keys;

  @Option(
      names = "--partitions",
      defaultValue = "12",
      description = "of the topic; ${DEFAULT-VALUE}")
  private int partitions;

  @Option(names = "--rounds", defaultValue = "5", description = "of all in turn; ${DEFAULT-VALUE}")
  private int rounds;

  @Option(
      names = "--in-flight",
      split = ",",
      defaultValue = "64,1000",
      description = "records at a time; ${DEFAULT-VALUE}")
  private List<Integer> inFlight = List.of();

  @Option(
      names = "--millis",
      defaultValue = "2",
      description = "each record takes; ${DEFAULT-VALUE}")
  private int millis;

  private Comparison() {}

  /**
   * Runs it.
   *
   * @param args see {@code --help}
   */
  public static void main(String[] args) {
    int code = new CommandLine(new Comparison()).execute(args);
    if (code != 0) {
      System.exit(code);
    }
  }

  @Override
  public Integer call() throws Exception {
    try (LocalBroker broker = LocalBroker.start()) {
      broker.createTopic(TOPIC, partitions);
      write(broker);
      List<Row> rows = new ArrayList<>();
      for (int each : inFlight) {
        rows.addAll(measure(broker, each));
      }
      System.out.println(table(rows));
    }
    return 0;
  }

  private void write(LocalBroker broker) throws Exception {
    List<Future<?>> sent = new ArrayList<>();
    try (KafkaProducer<String, String> producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", broker.bootstrapServers()),
            new StringSerializer(),
            new StringSerializer())) {
      for (int i = 0; i < records; i++) {
        sent.add(producer.send(new ProducerRecord<>(TOPIC, "key-" + i % keys, "value " + i)));
      }
    }
    for (Future<?> each : sent) {
      each.get();
    }
  }

  /** Records in a second, of all rounds. */
  private record Row(Contender contender, int inFlight, List<Double> rates) {
    double median() {
      return rates.stream().sorted().skip(rates.size() / 2).findFirst().orElseThrow();
    }
  }

  private List<Row> measure(LocalBroker broker, int atATime) throws InterruptedException {
    Map<Contender, List<Double>> rates = new EnumMap<>(Contender.class);
    for (int round = 0; round <= rounds; round++) {
      for (Contender each : Contender.values()) {
        double rate = measure(broker, each, atATime);
        if (round > 0) { // the first is to warm up
          rates.computeIfAbsent(each, contender -> new ArrayList<>()).add(rate);
        }
      }
    }
    return rates.entrySet().stream()
        .map(each -> new Row(each.getKey(), atATime, each.getValue()))
        .toList();
  }

  private double measure(LocalBroker broker, Contender contender, int atATime)
      throws InterruptedException {
    int count = contender == Contender.LOOP ? Math.max(1, records / SHARE_OF_LOOP) : records;
    Contender.Work work = new Contender.Work(count, millis);
    Map<String, Object> properties =
        Map.of(
            "bootstrap.servers",
            broker.bootstrapServers(),
            "group.id",
            UUID.randomUUID().toString(), // each reads the topic from its beginning
            "enable.auto.commit",
            false,
            "auto.offset.reset",
            "earliest",
            "key.deserializer",
            "org.apache.kafka.common.serialization.StringDeserializer",
            "value.deserializer",
            "org.apache.kafka.common.serialization.StringDeserializer");
    contender.run(properties, TOPIC, atATime, work);
    return count * 1e9 / work.nanos();
  }

  private static String table(List<Row> rows) {
    return AsciiTable.getTable(
        rows,
        List.of(
            new Column().header("in flight").with(row -> String.valueOf(row.inFlight())),
            new Column().header("consumer").with(row -> row.contender().name()),
            new Column().header("records/s").with(row -> number(row.median())),
            new Column().header("lowest").with(row -> number(Collections.min(row.rates()))),
            new Column().header("highest").with(row -> number(Collections.max(row.rates())))));
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%,.0f", value);
  }
}
