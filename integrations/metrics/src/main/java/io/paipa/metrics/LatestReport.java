package io.paipa.metrics;

import io.paipa.Pipeline;
import io.paipa.Report;
import io.paipa.StepReport;
import java.lang.ref.WeakReference;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A pipeline's report, made anew only if the last one is old: a monitoring system asks for a
 * hundred figures at once, and all of them shall be of one moment. Keeps no pipeline from being
 * forgotten. Safe for all threads: two that find the report old both make one, and the last one
 * stays.
 */
final class LatestReport {
  private static final long OLD_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

  /** What was reported, and when. */
  private record Made(Report report, long nanos) {}

  private final WeakReference<Pipeline<?, ?>> pipeline;
  private volatile @Nullable Made last;

  LatestReport(Pipeline<?, ?> pipeline) {
    this.pipeline = new WeakReference<>(pipeline);
  }

  Pipeline<?, ?> pipeline() {
    Pipeline<?, ?> known = pipeline.get();
    if (known == null) {
      throw new IllegalStateException("the pipeline was forgotten, and never started");
    }
    return known;
  }

  Report get() {
    Made made = last;
    if (made == null || System.nanoTime() - made.nanos() > OLD_NANOS) {
      made = new Made(pipeline().report(), System.nanoTime());
      last = made;
    }
    return made.report();
  }

  StepReport step(int index) {
    return get().steps().get(index);
  }

  /** The pipeline has ended: no report is kept. */
  void end() {
    last = null;
  }
}
