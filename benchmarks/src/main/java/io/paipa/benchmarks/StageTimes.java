package io.paipa.benchmarks;

import java.util.Map;
import java.util.TreeMap;

/**
 * Where an item's processor time goes in a pipeline that runs: nanoseconds per item of the source
 * thread, and of the workers of each of the two steps. What they wait for, by spinning and
 * yielding, is in it; what they sleep is not.
 */
public class StageTimes extends PlainRun {
  /** What is measured, and by which part of their name the threads are found. */
  static final Map<String, String> STAGES =
      Map.of("source.cpu", "-source", "first.cpu", "-step0-", "last.cpu", "-last-");

  private final Map<String, Long> before = new TreeMap<>();
  private final Map<String, Double> perItem = new TreeMap<>();

  /** For JMH. */
  public StageTimes() {}

  @Override
  public void before() {
    STAGES.forEach((stage, name) -> before.put(stage, threads().cpuNanos(name)));
  }

  @Override
  public void record() {
    STAGES.forEach(
        (stage, name) -> {
          long spent = threads().cpuNanos(name) - before.getOrDefault(stage, 0L);
          double nanos = (double) spent / count;
          perItem.put(stage, nanos);
          Recorded.add(stage, nanos, "ns");
        });
  }

  Map<String, Double> perItem() {
    return Map.copyOf(perItem);
  }
}
