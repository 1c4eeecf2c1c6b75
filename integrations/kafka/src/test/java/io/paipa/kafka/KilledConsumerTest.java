package io.paipa.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.paipa.kafka.broker.LocalBroker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A consumer that is killed under load, and started again. */
@ExtendWith(SharedBroker.class)
class KilledConsumerTest {
  private static final int RECORDS = Load.of(20_000, 40_000);
  private static final int KILLS = Load.of(1, 3);

  private final Topic topic;
  private final LocalBroker broker;
  private final Path file;

  KilledConsumerTest(LocalBroker broker, @TempDir Path folder) throws Exception {
    this.broker = broker;
    this.topic = new Topic(broker, 12);
    this.file = folder.resolve("journal");
  }

  private Process start() throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            KilledConsumer.class.getName(),
            broker.bootstrapServers(),
            topic.group(),
            topic.name(),
            file.toString())
        .redirectErrorStream(true)
        .redirectOutput(file.resolveSibling("output").toFile())
        .start();
  }

  /** Whole lines alone: the last one may just be written. */
  private List<Journal.Entry> entries() throws IOException {
    String text = Files.exists(file) ? Files.readString(file) : "";
    return text.substring(0, text.lastIndexOf('\n') + 1).lines().map(this::entry).toList();
  }

  private Journal.Entry entry(String line) {
    String[] parts = line.split(" ", -1);
    return new Journal.Entry(
        new TopicPartition(topic.name(), Integer.parseInt(parts[0])),
        Long.parseLong(parts[1]),
        parts[2],
        Integer.parseInt(parts[3]));
  }

  private void awaitDistinct(Process process, int records) throws Exception {
    Waits.until(
        records + " records",
        () -> {
          assertThat(process.isAlive())
              .withFailMessage(() -> "it has ended: " + read(file.resolveSibling("output")))
              .isTrue();
          return new HashSet<>(entries()).size() >= records;
        });
  }

  private static String read(Path output) {
    try {
      return Files.readString(output);
    } catch (IOException e) {
      return e.toString();
    }
  }

  /** What the journal held when the consumer was killed, and what of that a commit knew. */
  private record Kill(List<Journal.Entry> journal, Set<Journal.Entry> committed) {
    /** How many entries no commit knew: so many may come again. */
    int unknown() {
      return new HashSet<>(journal).size() - committed.size();
    }
  }

  private Kill kill(Process process) throws Exception {
    process.destroyForcibly(); // kill -9
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    Map<TopicPartition, OffsetAndMetadata> offsets = topic.committed();
    List<Journal.Entry> journal = entries();
    return new Kill(
        journal,
        journal.stream().filter(each -> isSettled(each, offsets)).collect(Collectors.toSet()));
  }

  @Test
  void shouldLoseNothingAndRepeatOnlyWhatWasNotCommitted() throws Exception {
    topic.write(RECORDS, 500);
    List<Kill> kills = new ArrayList<>();
    for (int part = 1; part <= KILLS; part++) {
      Process process = start();
      awaitDistinct(process, part * RECORDS / (KILLS + 1));
      Waits.until("a commit", () -> !topic.committed().isEmpty());
      kills.add(kill(process));
    }
    Process last = start();
    awaitDistinct(last, RECORDS);
    last.getOutputStream().close(); // the end of its input
    assertThat(last.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(last.exitValue()).as(read(file.resolveSibling("output"))).isZero();

    Journal journal = new Journal(entries());
    assertThat(journal.distinct()).isEqualTo(RECORDS);
    journal.assertInOrderOfKeys();
    for (Kill each : kills) {
      assertThat(each.committed()).as("it commits under load").isNotEmpty();
      List<Journal.Entry> later = journal.entries();
      assertThat(later.subList(each.journal().size(), later.size()))
          .doesNotContainAnyElementsOf(each.committed());
    }
    assertThat(journal.repeated())
        .as("at most what no commit knew")
        .isLessThanOrEqualTo(kills.stream().mapToInt(Kill::unknown).sum());
    assertThat(topic.lag()).isZero();
  }

  private static boolean isSettled(
      Journal.Entry entry, Map<TopicPartition, OffsetAndMetadata> offsets) {
    OffsetAndMetadata offset = offsets.get(entry.partition());
    return offset != null
        && (entry.offset() < offset.offset() || SettledBeyond.of(offset).isSettled(entry.offset()));
  }
}
