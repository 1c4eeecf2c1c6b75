package io.paipa.live;

import io.paipa.Pipeline;
import io.paipa.Report;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is shown under one name: a pipeline, and after its end what it came to, until the next one
 * takes the place. What it looks like is made once for a look, when the first reader asks, and kept
 * as bytes. So neither the number of readers nor their speed costs the pipeline anything.
 *
 * <p><b>Who writes what.</b> All is under the monitor: the clock looks, and readers have bytes
 * made. The pipeline never takes it. A dump alone is made outside: it may take long, and nobody
 * else shall wait for it. What was made of a pipeline that was replaced meanwhile is dropped.
 */
final class ShownPipeline {
  private final String name;
  private final History history = new History();
  private Run run;

  /** Whether the end was seen. Then nothing changes any more. */
  private boolean over;

  private @Nullable Moment moment;
  private @Nullable Bytes page;

  /** The dump of one that has ended. */
  private @Nullable Bytes lastDump;

  ShownPipeline(String name, Run first) {
    this.name = name;
    this.run = first;
  }

  /** Another pipeline takes the place. */
  synchronized void replace(Run next) {
    run = next;
    over = false;
    lastDump = null;
    history.gap();
  }

  synchronized boolean shows(Pipeline<?, ?> pipeline) {
    return run.isOf(pipeline);
  }

  /** Whether another pipeline may take the place. */
  synchronized boolean isOver() {
    return over || run.isOver();
  }

  /** Whether the pipeline was never started, and nobody has it any more. */
  synchronized boolean isForgotten() {
    return !over && run.last().isEmpty() && run.pipeline().isEmpty();
  }

  /** Looks at the pipeline, unless its end was seen. */
  void look() {
    Run seen = run();
    Optional<Report> last = seen.last();
    if (last.isPresent()) {
      seeEnd(seen, last.get(), seen.dumpNow());
    } else {
      seen.pipeline().ifPresent(pipeline -> see(seen, pipeline));
    }
  }

  private synchronized Run run() {
    return run;
  }

  private synchronized void seeEnd(Run seen, Report last, Bytes dump) {
    if (seen == run && !over) {
      over = true;
      moment = Moment.last(name, last, Instant.now());
      page = null;
      lastDump = dump;
    }
    seen.forget();
  }

  private synchronized void see(Run seen, Pipeline<?, ?> pipeline) {
    if (seen == run && !over) {
      moment = see(pipeline);
      page = null;
    }
  }

  private Moment see(Pipeline<?, ?> pipeline) {
    Report report = pipeline.report();
    Instant now = Instant.now();
    return Moment.of(
        name,
        report,
        pipeline.health(),
        history.add(now.toEpochMilli(), System.nanoTime(), report.steps()),
        now);
  }

  /** What was seen last. A pipeline is looked at before it is shown. */
  private Moment seen() {
    return Objects.requireNonNull(moment);
  }

  synchronized Summary summary() {
    return seen().summary();
  }

  /** The page, as of the last look. */
  synchronized Bytes page() {
    Bytes made = page == null ? new PipelineView(seen()).page() : page;
    page = made;
    return made;
  }

  /** The pipeline's dump; after its end, as it was then. */
  Bytes dump() {
    Bytes kept = lastDump();
    return kept == null ? run().dump() : kept;
  }

  private synchronized @Nullable Bytes lastDump() {
    return lastDump;
  }

  /** What was seen after a moment, for the charts. */
  synchronized Bytes history(long sinceMillis) {
    return history.since(sinceMillis);
  }
}
