package io.paipa.benchmarks;

import io.paipa.Builder;
import io.paipa.Pipeline;
import org.openjdk.jmh.annotations.Param;

/** What {@code ordered()} costs in a step of four workers. */
public class Ordered extends FeatureCost {
  /** What is switched on. */
  @Param({PLAIN, "ordered"})
  public String feature = PLAIN;

  /** For JMH. */
  public Ordered() {}

  @Override
  Pipeline<Integer, Void> build(Builder<Integer, Integer> builder) {
    return switch (feature) {
      case PLAIN -> counted(first(builder)).build();
      case "ordered" -> counted(builder.map("a", item -> item).with(workers()).ordered()).build();
      default -> throw unknown(feature);
    };
  }
}
