package io.paipa.kafka.examples;

import com.github.freva.asciitable.AsciiTable;
import com.github.freva.asciitable.Column;
import io.paipa.kafka.broker.LocalBroker;
import io.paipa.kafka.examples.Contender.Task;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Compares consumers of a topic whose records take a while each, in turns. */
@Command(name = "comparison", mixinStandardHelpOptions = true)
public final class Comparison implements Callable<Integer> {
  private static final String TOPIC = "comparison";

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

  @Option(
      names = "--parallel-consumer",
      paramLabel = "JAR",
      description = "of the module kafka-peer: compares with the parallel consumer, too")
  private @Nullable Path parallelConsumer;

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
    if (parallelConsumer == null) {
      compare(List.of(new OneByOne(), new PaipaKeyed()));
      return 0;
    }
    try (ParallelConsumerProcess peer = new ParallelConsumerProcess(parallelConsumer)) {
      compare(List.of(new OneByOne(), new PaipaKeyed(), peer));
    }
    return 0;
  }

  private void compare(List<Contender> contenders) throws Exception {
    try (LocalBroker broker = LocalBroker.start()) {
      broker.createTopic(TOPIC, partitions);
      write(broker);
      List<Row> rows = new ArrayList<>();
      for (int each : inFlight) {
        Task task = new Task(broker.bootstrapServers(), TOPIC, each, records, millis);
        rows.addAll(measure(contenders, task));
      }
      System.out.println(table(rows));
    }
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

  private List<Row> measure(List<Contender> contenders, Task task) throws Exception {
    List<Row> rows =
        contenders.stream().map(each -> new Row(each, task.inFlight(), new ArrayList<>())).toList();
    for (int round = 0; round <= rounds; round++) {
      for (Row row : rows) {
        double rate = row.contender().recordsPerSecond(task);
        if (round > 0) { // the first is to warm up
          row.rates().add(rate);
        }
      }
    }
    return rows;
  }

  private static String table(List<Row> rows) {
    return AsciiTable.getTable(
        rows,
        List.of(
            new Column().header("in flight").with(row -> String.valueOf(row.inFlight())),
            new Column().header("consumer").with(row -> row.contender().title()),
            new Column().header("records/s").with(row -> number(row.median())),
            new Column().header("lowest").with(row -> number(Collections.min(row.rates()))),
            new Column().header("highest").with(row -> number(Collections.max(row.rates())))));
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%,.0f", value);
  }
}
