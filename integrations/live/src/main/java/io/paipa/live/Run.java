package io.paipa.live;

import io.paipa.Pipeline;
import io.paipa.PipelineState;
import io.paipa.Report;
import java.lang.ref.WeakReference;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A pipeline from when it is shown until its end was seen. Safe for all threads: the pipeline's
 * last thread writes what it came to, once; the page reads it, and then takes it away.
 *
 * <p>Holds the pipeline weakly: one that nobody starts can be forgotten. The threads of one that
 * runs do not lead to it by themselves, but to those that {@linkplain Pipeline#whenEnded wait for
 * its end}. So this one does, and {@link #end} has the pipeline: it stays for as long as something
 * may end it.
 */
final class Run {
  private final WeakReference<Pipeline<?, ?>> pipeline;
  private final LatestDump dump = new LatestDump();
  private volatile @Nullable Ended ended;

  /** A pipeline that has ended, with its final report. */
  private record Ended(Pipeline<?, ?> pipeline, Report report) {}

  Run(Pipeline<?, ?> pipeline) {
    this.pipeline = new WeakReference<>(pipeline);
  }

  /** The pipeline has ended. Called by it: so this only takes note. */
  void end(Pipeline<?, ?> itself, Report report) {
    ended = new Ended(itself, report);
  }

  /** The final report, once it is there, until it is forgotten. */
  Optional<Report> last() {
    return Optional.ofNullable(ended).map(Ended::report);
  }

  /** The end was seen. The report's failure may lead to items: so nothing is kept any longer. */
  void forget() {
    ended = null;
  }

  /** The pipeline, if somebody still has it, or it runs. */
  Optional<Pipeline<?, ?>> pipeline() {
    return Optional.ofNullable(pipeline.get());
  }

  /** The dump for a reader. */
  Bytes dump() {
    return dump.get(this::dumpNow);
  }

  /** The dump as it is at this moment. It may take long: so under no monitor. */
  Bytes dumpNow() {
    return Bytes.of(
        pipeline()
            .map(Pipeline::dump)
            .orElse("The pipeline has ended, and the program keeps it no more.\n"));
  }

  boolean isOf(Pipeline<?, ?> other) {
    return pipeline.get() == other;
  }

  /** Whether the pipeline has ended, or is forgotten; it may not have told yet. */
  boolean isOver() {
    Pipeline<?, ?> known = pipeline.get();
    return ended != null
        || known == null
        || (known.state() != PipelineState.NEW && !known.isAlive());
  }
}
