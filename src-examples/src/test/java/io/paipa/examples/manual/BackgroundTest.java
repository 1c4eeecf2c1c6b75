package io.paipa.examples.manual;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BackgroundTest {
  private final Output out = new Output();
  private final List<String> texts =
      IntStream.range(0, 5_000).mapToObj(number -> "text " + number).toList();

  @Test
  void shouldHaveDoneEverythingWhenDuringReturns() throws InterruptedException {
    Background.withDuring(texts, out.stream());

    assertThat(out.lines())
        .hasSize(texts.size() + 2)
        .contains("Everything is put in, now finishing")
        .endsWith("Finished: everything is done");
    assertThat(checksummed()).containsExactlyInAnyOrderElementsOf(texts);
  }

  @Test
  void shouldHaveDoneEverythingWhenStopped() throws InterruptedException {
    Background.withStartAndStop(texts, out.stream());

    assertThat(out.lines())
        .hasSize(texts.size() + 2)
        .contains("Everything is put in, now stopping")
        .endsWith("Stopped: everything is done");
    assertThat(checksummed()).containsExactlyInAnyOrderElementsOf(texts);
  }

  @Test
  void shouldComputeChecksums() throws InterruptedException {
    // The check value of CRC-32, as catalogues of checksums state it.
    Background.withDuring(List.of("123456789"), out.stream());

    assertThat(out.lines()).contains("cbf43926 123456789");
  }

  /** The texts for which a checksum was printed. */
  private List<String> checksummed() {
    return out.lines().stream()
        .filter(line -> line.matches("[0-9a-f]{8} .*"))
        .map(line -> line.substring(9))
        .toList();
  }
}
