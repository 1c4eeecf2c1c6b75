package io.paipa.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.paipa.Builder;
import io.paipa.Pipeline;
import io.paipa.RateLimiter;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Pipelines to look at. */
final class Pipelines {
  private Pipelines() {}

  static Pipeline<Integer, Void> idle(String name) {
    return Pipeline.<Integer>named(name).sink("store", item -> {}).build();
  }

  /** Two steps with rings of eight; the second holds its first item until it may go on. */
  static Pipeline<Integer, Void> held(String name, CountDownLatch goOn) {
    return Pipeline.<Integer>named(name)
        .map("parse", item -> item)
        .capacity(8)
        .sink("store", item -> assertThat(goOn.await(50, TimeUnit.SECONDS)).isTrue())
        .capacity(8)
        .build();
  }

  /** Two steps with rings of eight; the second begins items as a rate lets it. */
  static Pipeline<Integer, Void> rated(String name, RateLimiter limiter) {
    return Pipeline.<Integer>named(name)
        .map("parse", item -> item)
        .capacity(8)
        .sink("store", item -> {})
        .capacity(8)
        .rate(limiter)
        .build();
  }

  /** Lets one item begin, and no other as long as a test lives. */
  static RateLimiter oneAnHour() {
    return RateLimiter.of(1, Duration.ofHours(1), 1);
  }

  /** Lets all items begin. */
  static void letGo(RateLimiter limiter) {
    limiter.change(1, Duration.ofNanos(1), 1_000);
  }

  /** Puts items in until no more are taken, for all rings are full. */
  static void fill(Pipeline<Integer, Void> pipeline) {
    Awaiting.await(
        () -> {
          while (pipeline.offer(1)) {
            // as many as go
          }
          return pipeline.report().steps().get(1).queued() >= 8
              && pipeline.report().steps().get(0).queued() >= 8;
        });
  }

  static Pipeline<Integer, Void> ofSteps(String name, int steps) {
    Builder<Integer, Integer> all = Pipeline.named(name);
    for (int i = 1; i < steps; i++) {
      all = all.map("step-" + i, item -> item).capacity(8);
    }
    return all.sink("last", item -> {}).capacity(8).build();
  }
}
