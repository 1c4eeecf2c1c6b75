package io.paipa.examples.readme;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.LIST;

import io.paipa.Pipeline;
import io.paipa.coroutine.Recipe;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What README and guide show of recipes does what they say. */
class RecipesTest {
  private static Stream<String> lines(int count) {
    return IntStream.rangeClosed(1, count).mapToObj(Integer::toString);
  }

  @Test
  void shouldSendOddNumbersInChunks() {
    List<Integer> sizes = new ArrayList<>();
    List<String> printed = new ArrayList<>();
    Recipes.send(
        lines(10_000),
        numbers -> {
          sizes.add(numbers.size());
          return numbers.stream().map(number -> "sent " + number).toList();
        },
        printed::add);
    assertThat(sizes).containsExactly(2_048, 2_048, 904);
    assertThat(printed).hasSize(5_000).startsWith("sent 1", "sent 3").endsWith("sent 9999");
  }

  @Test
  void shouldTakeAStepOfAnybody() {
    assertThat(Recipes.DIFFERENCES.on(List.of(1, 4, 9, 16)).stream()).containsExactly(1, 3, 5, 7);
  }

  @Test
  void shouldBridgeBothKinds() {
    assertThat(Recipes.bridges(lines(250), number -> "page " + number))
        .hasSize(3)
        .last()
        .asInstanceOf(LIST)
        .hasSize(50)
        .endsWith("page 250");
  }

  @Test
  void shouldMeasure() {
    AtomicLong queries = new AtomicLong();
    Recipe<Integer, Long> recipe =
        Recipes.measured(Recipe.mapping(i -> queries.incrementAndGet()), queries::get);
    assertThat(recipe.on(List.of(1, 2)).stream()).containsExactly(1L, 2L);
  }

  @Test
  void shouldReportToAnotherSystem() throws Exception {
    InetAddress loopback = InetAddress.getLoopbackAddress();
    try (DatagramSocket server = new DatagramSocket(0, loopback);
        DatagramSocket client = new DatagramSocket();
        Pipeline<Integer, Void> pipeline =
            Pipeline.<Integer>named("numbers")
                .sink("sink", i -> {})
                .reporter(
                    new Recipes.StatsdReporter(
                        client, new InetSocketAddress(loopback, server.getLocalPort())),
                    Duration.ofHours(1))
                .build()) {
      server.setSoTimeout(20_000);
      pipeline.putIterable(Collections.nCopies(7, 1));
      pipeline.run();
      DatagramPacket packet = new DatagramPacket(new byte[100], 100);
      server.receive(packet);
      assertThat(new String(packet.getData(), 0, packet.getLength(), StandardCharsets.UTF_8))
          .isEqualTo("numbers.sink.done:7|g");
    }
  }
}
