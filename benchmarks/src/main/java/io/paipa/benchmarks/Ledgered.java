package io.paipa.benchmarks;

import io.paipa.Builder;
import io.paipa.Pipeline;
import io.paipa.Report;
import io.paipa.Tracker;
import java.time.Duration;
import org.openjdk.jmh.annotations.Param;

/**
 * What looking at the ledger adds, a tracker that is told of every item and a reporter every 10 ms.
 * The counts themselves are part of every run, the plain one included.
 */
public class Ledgered extends FeatureCost {
  private static final Duration REPORTED_EVERY = Duration.ofMillis(10);

  /** What is switched on. */
  @Param({PLAIN, "ledgered"})
  public String feature = PLAIN;

  private volatile long reported;

  /** For JMH. */
  public Ledgered() {}

  @Override
  Pipeline<Integer, Void> build(Builder<Integer, Integer> builder) {
    return switch (feature) {
      case PLAIN -> counted(first(builder)).build();
      case "ledgered" ->
          counted(first(builder))
              .tracker(new Tracker() {})
              .reporter(this::keep, REPORTED_EVERY)
              .build();
      default -> throw unknown(feature);
    };
  }

  private void keep(Report report) {
    reported = report.accepted();
  }

  long reported() {
    return reported;
  }
}
