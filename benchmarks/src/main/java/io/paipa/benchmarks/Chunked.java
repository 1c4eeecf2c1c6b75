package io.paipa.benchmarks;

import io.paipa.Builder;
import io.paipa.Pipeline;
import org.openjdk.jmh.annotations.Param;

/** What lists of 100 cost, or save: the step in the middle makes them. */
public class Chunked extends FeatureCost {
  private static final int CHUNK = 100;

  /** What is switched on. */
  @Param({PLAIN, "chunked"})
  public String feature = PLAIN;

  /** For JMH. */
  public Chunked() {}

  @Override
  Pipeline<Integer, Void> build(Builder<Integer, Integer> builder) {
    return switch (feature) {
      case PLAIN -> counted(first(builder)).build();
      case "chunked" ->
          first(builder).chunk("b", CHUNK).sink("count", chunk -> arrive(chunk.size())).build();
      default -> throw unknown(feature);
    };
  }
}
