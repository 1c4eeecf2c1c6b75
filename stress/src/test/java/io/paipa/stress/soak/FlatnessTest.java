package io.paipa.stress.soak;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.function.DoubleFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What grows, or gets slower, is not flat; what wavers is. */
class FlatnessTest {
  private static final int SAMPLES = 100;

  /** The moments go from 0 to 1. */
  private static List<String> problems(DoubleFunction<Sample> sampleAt) {
    List<Sample> samples =
        IntStream.range(0, SAMPLES).mapToObj(i -> sampleAt.apply(i / (double) SAMPLES)).toList();
    return problems(samples);
  }

  private static List<String> problems(List<Sample> samples) {
    return new Flatness(samples).problems();
  }

  @Test
  void shouldAcceptWhatWavers() {
    assertThat(
            problems(
                at -> {
                  double wave = Math.sin(50 * at);
                  return new Sample(
                      at, 40 + 4 * wave, (int) (20 + 2 * wave), 1e6 + 1e5 * wave, 400 + 40 * wave);
                }))
        .isEmpty();
  }

  @Test
  void shouldAcceptWhatWarmsUp() {
    assertThat(
            problems(
                at -> new Sample(at, at < 0.2 ? 10 : 40, at < 0.2 ? 5 : 20, at < 0.2 ? 1 : 9, 1)))
        .isEmpty();
  }

  @Test
  void shouldAcceptTheFewestSamples() {
    assertThat(problems(List.of(new Sample(1, 40, 20, 1e6, 400)))).isEmpty();
  }

  @Test
  void shouldFindAHeapThatGrows() {
    assertThat(problems(at -> new Sample(at, 40 + 60 * at, 20, 1e6, 400)))
        .singleElement()
        .asString()
        .startsWith("heap after collection, MB: ");
  }

  @Test
  void shouldFindThreadsThatStay() {
    assertThat(problems(at -> new Sample(at, 40, (int) (20 + 10 * at), 1e6, 400)))
        .singleElement()
        .asString()
        .startsWith("threads: ");
  }

  @Test
  void shouldFindRatesThatFall() {
    assertThat(problems(at -> new Sample(at, 40, 20, 1e6 * (1 - at), 400 * (1 - at))))
        .satisfiesExactly(
            items -> assertThat(items).startsWith("items/s: "),
            pipelines -> assertThat(pipelines).startsWith("pipelines/s: "));
  }
}
