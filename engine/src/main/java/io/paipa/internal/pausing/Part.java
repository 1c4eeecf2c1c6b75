package io.paipa.internal.pausing;

import io.paipa.internal.assembly.PipelinePlan;
import io.paipa.internal.life.PipelineRun;
import io.paipa.internal.life.Results;
import io.paipa.internal.platform.Ticks;
import io.paipa.internal.source.Source;
import java.util.Deque;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One of {@link Parts}: a pipeline, its results, and the looks whether somebody pulls them. Opened,
 * pulled and closed by one thread at a time; aborted by any. Once its threads have ended, or it is
 * left, it is looked at no more.
 */
final class Part {
  private final PipelineRun<Object, Object> pipeline;
  private final Ticks ticks;
  private @Nullable Results<Object> results;
  private volatile boolean left;

  Part(PipelinePlan plan, Source source, Runnable look) {
    pipeline = new PipelineRun<>(plan);
    pipeline.add(source);
    ticks =
        new Ticks(
            plan.time(),
            () -> Stillness.LOOK_NANOS,
            () -> left || !pipeline.isAlive(),
            () -> true,
            look); // which may write to a log
  }

  /** Starts the pipeline. */
  void open() {
    results = pipeline.open();
  }

  void startLooking() {
    ticks.start();
  }

  /** Refuses a call in one of the pipeline's own threads. */
  void check(String call) {
    pipeline.check(call);
  }

  /** Moves what is there, waiting for the first result; false at the end. */
  boolean moveTo(Deque<Object> hand) {
    return Objects.requireNonNull(results).moveTo(hand);
  }

  /** Whether the end of the results was not met yet. */
  boolean isOpen() {
    return Objects.requireNonNull(results).isOpen();
  }

  /** Gives all that still comes, to the end. */
  void forEachRemaining(Consumer<Object> action) {
    Objects.requireNonNull(results).forEachRemaining(action);
  }

  void abort() {
    pipeline.abort();
  }

  /** Aborts, if there is more, and waits for the end; an unopened one closes its source. */
  void close() {
    Results<Object> opened = results;
    if (opened == null) {
      pipeline.abort();
    } else {
      pipeline.close(opened);
    }
  }

  /** Nobody needs it any more. */
  void leave() {
    left = true;
    ticks.stop();
  }
}
