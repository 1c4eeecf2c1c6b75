package io.paipa.stress.soak;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/**
 * Whether samples stay flat: compares the medians of the second and the last quarter, since the
 * first is for warming up.
 */
final class Flatness {
  private static final int QUARTERS = 4;
  private static final double MEGABYTES_MORE = 8;
  private static final double HEAP_FACTOR = 1.25;
  private static final double RATE_FACTOR = 0.6;
  private static final int THREADS_MORE = 3;

  private final List<Sample> samples;

  Flatness(List<Sample> samples) {
    this.samples = samples;
  }

  /** What is not flat; empty if all is. */
  List<String> problems() {
    List<String> problems = new ArrayList<>();
    double heap = early(Sample::heapMegabytes);
    double heapNow = late(Sample::heapMegabytes);
    if (heapNow > heap * HEAP_FACTOR + MEGABYTES_MORE) {
      problems.add(words("heap after collection, MB", heap, heapNow));
    }
    double threads = early(Sample::threads);
    double threadsNow = late(Sample::threads);
    if (threadsNow > threads + THREADS_MORE) {
      problems.add(words("threads", threads, threadsNow));
    }
    slower("items/s", Sample::itemsPerSecond, problems);
    slower("pipelines/s", Sample::pipelinesPerSecond, problems);
    return problems;
  }

  private void slower(String what, ToDoubleFunction<Sample> value, List<String> problems) {
    if (late(value) < early(value) * RATE_FACTOR) {
      problems.add(words(what, early(value), late(value)));
    }
  }

  private double early(ToDoubleFunction<Sample> value) {
    return median(samples.size() / QUARTERS, samples.size() / 2, value);
  }

  private double late(ToDoubleFunction<Sample> value) {
    return median(samples.size() - Math.max(1, samples.size() / QUARTERS), samples.size(), value);
  }

  private double median(int from, int to, ToDoubleFunction<Sample> value) {
    double[] sorted =
        samples.subList(from, Math.max(to, from + 1)).stream()
            .mapToDouble(value)
            .sorted()
            .toArray();
    return sorted[sorted.length / 2];
  }

  private static String words(String what, double before, double now) {
    return String.format(Locale.ROOT, "%s: %.1f, later %.1f", what, before, now);
  }
}
