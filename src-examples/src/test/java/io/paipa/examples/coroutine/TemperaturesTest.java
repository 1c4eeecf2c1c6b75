package io.paipa.examples.coroutine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.paipa.PipelineException;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class TemperaturesTest {
  @Test
  void shouldTellTheHighestOfEachRegion() throws IOException {
    try (LoopbackService service = new LoopbackService(station -> station.substring(1))) {
      assertThat(
              Temperatures.highest(
                  Stream.of("# region;station", "north;s7", "south;s30", "north;s12", "south;s-4"),
                  service::ask))
          .containsExactly("north: 12 degrees", "south: 30 degrees");
    }
  }

  @Test
  void shouldFetchWith16Workers() {
    CountDownLatch together = new CountDownLatch(16);
    List<String> lines = IntStream.range(0, 16).mapToObj(i -> "all;" + i).toList();
    assertThat(
            Temperatures.highest(
                lines.stream(),
                station -> {
                  together.countDown();
                  return together.await(20, TimeUnit.SECONDS) ? station : "no";
                }))
        .containsExactly("all: 15 degrees");
  }

  @Test
  void shouldSayWhichLineIsBad() {
    assertThatThrownBy(() -> Temperatures.highest(Stream.of("a;1", "b"), station -> station))
        .isInstanceOf(PipelineException.class)
        .hasRootCauseMessage("'b' is not of the kind region;station");
  }

  @Test
  void shouldSayWhichStationFails() {
    assertThatThrownBy(() -> Temperatures.highest(Stream.of("a;1", "b;x"), station -> station))
        .isInstanceOf(PipelineException.class)
        .hasMessageContaining("step 'fetch'")
        .hasMessageContaining("Station[region=b, name=x]");
  }
}
