package io.paipa.benchmarks;

import io.paipa.Backoff;
import io.paipa.Builder;
import io.paipa.CheckedFunction;
import io.paipa.Pipeline;
import java.io.Serial;
import org.openjdk.jmh.annotations.Param;

/**
 * What retries cost. {@code retried} may retry and never has to: its outputs are held until the
 * attempt is over. {@code retriedFailing} fails one item in a hundred, once; the exception is one
 * without a stack, so that the engine's share is seen, not the JVM's.
 */
public class Retried extends FeatureCost {
  private static final int FAILING_ONE_IN = 100;

  /** What is switched on. */
  @Param({PLAIN, "retried", "retriedFailing"})
  public String feature = PLAIN;

  private final int[] failedIn = new int[ITEMS];
  private int run;
  private long retried;

  /** For JMH. */
  public Retried() {}

  @Override
  Pipeline<Integer, Void> build(Builder<Integer, Integer> builder) {
    run++;
    return switch (feature) {
      case PLAIN -> counted(first(builder)).build();
      case "retried" -> retrying(builder, item -> item);
      case "retriedFailing" -> retrying(builder, this::failing);
      default -> throw unknown(feature);
    };
  }

  private Pipeline<Integer, Void> retrying(
      Builder<Integer, Integer> builder, CheckedFunction<Integer, Integer> function) {
    return counted(builder.map("a", function).with(workers()).retrying(3, Backoff.none())).build();
  }

  private Integer failing(Integer item) throws Failure {
    if (item % FAILING_ONE_IN == 0 && failedIn[item] != run) {
      failedIn[item] = run;
      throw new Failure();
    }
    return item;
  }

  @Override
  void ended(Pipeline<Integer, Void> pipeline) {
    retried = pipeline.report().steps().get(0).retried();
  }

  long retried() {
    return retried;
  }

  private static final class Failure extends Exception {
    @Serial private static final long serialVersionUID = 1L;

    private Failure() {
      super("one in a hundred", null, false, false);
    }
  }
}
