package io.paipa.live;

import io.paipa.Pipeline;
import io.paipa.PipelineState;
import io.paipa.Report;
import java.lang.ref.WeakReference;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A pipeline from when it is shown until it has ended. Keeps no pipeline from being forgotten. Safe
 * for all threads: the pipeline's last thread writes the final report, once; the page reads it, and
 * then takes it away.
 */
final class Run {
  private final WeakReference<Pipeline<?, ?>> pipeline;
  private volatile @Nullable Report last;

  Run(Pipeline<?, ?> pipeline) {
    this.pipeline = new WeakReference<>(pipeline);
  }

  /** The pipeline has ended. Called by it: so this only takes note. */
  void end(Report report) {
    last = report;
  }

  /** The final report, once it is there, until it is forgotten. */
  Optional<Report> last() {
    return Optional.ofNullable(last);
  }

  /** The final report was seen. Its failure may lead to items: so it is kept no longer. */
  void forget() {
    last = null;
  }

  /** The pipeline, if somebody still has it. One that runs is held by its threads. */
  Optional<Pipeline<?, ?>> pipeline() {
    return Optional.ofNullable(pipeline.get());
  }

  boolean isOf(Pipeline<?, ?> other) {
    return pipeline.get() == other;
  }

  /** Whether the pipeline has ended, or is forgotten; it may not have told yet. */
  boolean isOver() {
    Pipeline<?, ?> known = pipeline.get();
    return last != null
        || known == null
        || (known.state() != PipelineState.NEW && !known.isAlive());
  }
}
