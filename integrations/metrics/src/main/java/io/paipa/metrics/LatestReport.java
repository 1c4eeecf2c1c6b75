package io.paipa.metrics;

import io.paipa.Pipeline;
import io.paipa.Report;
import io.paipa.StepReport;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A pipeline's report, made anew only if the last one is old: a monitoring system asks for a
 * hundred figures at once, and all of them shall be of one moment. Safe for all threads: two that
 * find it old both make one, and the last one stays.
 */
final class LatestReport {
  private static final long OLD_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

  /** What was reported, and when. */
  private record Made(Report report, long nanos) {}

  private final Pipeline<?, ?> pipeline;
  private volatile @Nullable Made last;

  LatestReport(Pipeline<?, ?> pipeline) {
    this.pipeline = pipeline;
  }

  Pipeline<?, ?> pipeline() {
    return pipeline;
  }

  Report get() {
    Made made = last;
    if (made == null || System.nanoTime() - made.nanos() > OLD_NANOS) {
      made = new Made(pipeline.report(), System.nanoTime());
      last = made;
    }
    return made.report();
  }

  /** Steps may have equal names in other pipelines, but here each has its place. */
  StepReport step(int index) {
    return get().steps().get(index);
  }
}
