package io.paipa.benchmarks;

import io.paipa.Backoff;
import io.paipa.Builder;
import io.paipa.Pipeline;
import io.paipa.Report;
import io.paipa.StepOptions;
import io.paipa.Tracker;
import java.io.Serial;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What each feature costs over the plain run: four workers of a step that does nothing, one worker
 * in the middle, one that counts. A feature is switched on in the first step; {@code chunked} makes
 * lists of 100 in the middle one.
 *
 * <p>{@code retried} may retry and never has to: its outputs are held until the attempt is over.
 * {@code retriedFailing} fails one item in a hundred, once; the exception is one without a stack,
 * so that the engine's share is seen, not the JVM's. The counts of the ledger are part of every
 * run, the plain one included: {@code ledgered} is what looking at them adds, a tracker that is
 * told of every item and a reporter every 10 ms.
 */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@State(Scope.Benchmark)
@Fork(3)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class Features {
  private static final int ITEMS = 500_000;
  private static final int WORKERS = 4;
  private static final int FAILING_ONE_IN = 100;
  private static final int CHUNK = 100;
  private static final Duration REPORTED_EVERY = Duration.ofMillis(10);

  /** What is switched on. */
  @Param({"plain", "ordered", "chunked", "retried", "retriedFailing", "ledgered"})
  public String feature = "plain";

  private List<Integer> items = List.of();
  private int[] failedIn = {};
  private int run;
  private long arrived;
  private long retried;
  private volatile long reported;

  /** Prepares the items. */
  @Setup
  public void prepare() {
    items = Items.numbers(ITEMS);
    failedIn = new int[ITEMS];
  }

  /**
   * Sends all items through.
   *
   * @return how many arrived
   */
  @Benchmark
  @OperationsPerInvocation(ITEMS)
  public long through() throws InterruptedException {
    run++;
    arrived = 0;
    try (Pipeline<Integer, Void> pipeline = build()) {
      pipeline.putIterable(items);
      pipeline.run();
      retried = pipeline.report().steps().get(0).retried();
    }
    return Arrivals.checked(arrived, ITEMS);
  }

  private Pipeline<Integer, Void> build() {
    StepOptions<Object> workers = StepOptions.workers(WORKERS);
    Builder<Integer, Integer> plain = Pipeline.<Integer>named("features");
    return switch (feature) {
      case "plain" -> counted(plain.map("a", workers, item -> item)).build();
      case "ordered" -> counted(plain.map("a", workers.ordered(), item -> item)).build();
      case "chunked" -> chunked(plain.map("a", workers, item -> item)).build();
      case "retried" ->
          counted(plain.map("a", workers.retrying(3, Backoff.none()), item -> item)).build();
      case "retriedFailing" ->
          counted(plain.map("a", workers.retrying(3, Backoff.none()), this::failing)).build();
      case "ledgered" ->
          counted(plain.map("a", workers, item -> item))
              .tracker(new Tracker() {})
              .reporter(this::keep, REPORTED_EVERY)
              .build();
      default -> throw new IllegalArgumentException("feature: " + feature);
    };
  }

  private Builder<Integer, Void> counted(Builder<Integer, Integer> builder) {
    return builder.map("b", 1, item -> item).sink("count", 1, item -> arrived++);
  }

  private Builder<Integer, Void> chunked(Builder<Integer, Integer> builder) {
    return builder.chunk("b", CHUNK).sink("count", 1, chunk -> arrived += chunk.size());
  }

  private Integer failing(Integer item) throws Failure {
    if (item % FAILING_ONE_IN == 0 && failedIn[item] != run) {
      failedIn[item] = run;
      throw new Failure();
    }
    return item;
  }

  private void keep(Report report) {
    reported = report.accepted();
  }

  long retried() {
    return retried;
  }

  long reported() {
    return reported;
  }

  private static final class Failure extends Exception {
    @Serial private static final long serialVersionUID = 1L;

    private Failure() {
      super("one in a hundred", null, false, false);
    }
  }
}
