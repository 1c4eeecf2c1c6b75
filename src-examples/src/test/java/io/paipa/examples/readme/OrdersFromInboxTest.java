package io.paipa.examples.readme;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.paipa.Pipeline;
import io.paipa.PipelineException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 30, unit = TimeUnit.SECONDS)
class OrdersFromInboxTest {
  @TempDir private Path folder;

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  private void write(int count) throws IOException {
    for (int i = 0; i < count; i++) {
      Files.writeString(folder.resolve("order-" + i), "order " + i);
    }
  }

  @Test
  void shouldDeleteWhatIsStored() throws Exception {
    write(200);
    Collection<String> stored = new ConcurrentSkipListSet<>();
    try (Pipeline<Path, Void> orders =
        OrdersFromInbox.started(folder, file -> stored.add(Files.readString(file)))) {
      while (!names().isEmpty()) {
        Thread.onSpinWait();
      }
      orders.stop();
    }
    assertThat(stored).hasSize(200).contains("order 0", "order 199");
  }

  /** What was not stored is there for the next time. */
  @Test
  void shouldKeepWhatIsNotStored() throws Exception {
    write(20);
    Collection<String> stored = new ConcurrentSkipListSet<>();
    try (Pipeline<Path, Void> orders =
        OrdersFromInbox.started(
            folder,
            file -> {
              String order = Files.readString(file);
              if (order.equals("order 13")) {
                throw new IOException("the disk is full");
              }
              stored.add(order);
            })) {
      orders.completion().toCompletableFuture().join();
      assertThatThrownBy(orders::stop)
          .isInstanceOf(PipelineException.class)
          .hasMessageContaining("the disk is full");
    }
    assertThat(names()).contains("order-13");
    assertThat(stored.size() + names().size()).isGreaterThanOrEqualTo(20);
  }
}
