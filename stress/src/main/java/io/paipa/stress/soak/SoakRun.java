package io.paipa.stress.soak;

import io.paipa.stress.Quiet;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** Runs the load for a while, and says whether it stayed flat. */
public final class SoakRun {
  private static final int SAMPLES_AT_MOST = 180;
  private static final double BYTES_PER_MEGABYTE = 1 << 20;

  private final PrintStream out;

  /**
   * A run.
   *
   * @param out where to print
   */
  public SoakRun(PrintStream out) {
    this.out = out;
    Quiet.logging();
  }

  /**
   * Runs.
   *
   * @param seconds for how long
   * @param chart the SVG to be written
   * @return whether all stayed flat, and nothing was wrong
   * @throws IOException if the chart can't be written
   * @throws InterruptedException if interrupted
   */
  public boolean run(long seconds, Path chart) throws IOException, InterruptedException {
    List<Sample> samples = new ArrayList<>();
    long pauseMillis = Math.max(250, TimeUnit.SECONDS.toMillis(seconds) / SAMPLES_AT_MOST);
    Load load = new Load(out);
    try {
      sample(load, seconds, pauseMillis, samples);
    } finally {
      load.stop();
    }
    List<String> problems = new Flatness(samples).problems();
    problems.forEach(problem -> out.println("NOT FLAT: " + problem));
    out.println(
        String.format(
            Locale.ROOT,
            "seconds %d, items %,d, pipelines %,d, wrong %d, not flat %d, chart %s",
            seconds,
            load.items(),
            load.shortRuns(),
            load.wrong(),
            problems.size(),
            chart));
    Chart.write(samples, chart);
    return problems.isEmpty() && load.wrong() == 0;
  }

  private static void sample(Load load, long seconds, long pauseMillis, List<Sample> samples)
      throws InterruptedException {
    long start = System.nanoTime();
    long last = start;
    long items = 0;
    long pipelines = 0;
    while (System.nanoTime() - start < TimeUnit.SECONDS.toNanos(seconds)) {
      TimeUnit.MILLISECONDS.sleep(pauseMillis);
      long now = System.nanoTime();
      double elapsed = (now - last) / 1e9;
      samples.add(
          new Sample(
              (now - start) / 1e9,
              heapAfterCollection(),
              ManagementFactory.getThreadMXBean().getThreadCount(),
              (load.items() - items) / elapsed,
              (load.shortRuns() - pipelines) / elapsed));
      items = load.items();
      pipelines = load.shortRuns();
      last = System.nanoTime();
    }
  }

  private static double heapAfterCollection() {
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() / BYTES_PER_MEGABYTE;
  }
}
