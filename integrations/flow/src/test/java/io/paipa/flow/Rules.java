package io.paipa.flow;

import io.paipa.CutShortException;
import io.paipa.Pipeline;
import io.paipa.StepOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.reactivestreams.tck.TestEnvironment;

/**
 * What the verifications of the rules share: how long they wait, and pipelines, which are ended
 * after each rule. The times are for a machine that has other work, too.
 */
final class Rules {
  /** What has to come may take so long. */
  private static final long TIMEOUT_MILLIS = 10_000;

  /** What must not come is waited for so long. */
  private static final long NO_SIGNALS_MILLIS = 50;

  /** When a reference has to be dropped: a wait of this length, in any case. */
  static final long GC_MILLIS = 500;

  private final List<Pipeline<?, ?>> pipelines = new ArrayList<>();

  /** What {@link #endAll} makes of a pipeline may be told as late as in the next rule. */
  private static final class Environment extends TestEnvironment {
    Environment() {
      super(TIMEOUT_MILLIS, NO_SIGNALS_MILLIS, 20);
    }

    @Override
    public void flop(Throwable thrown) {
      if (!(thrown instanceof CutShortException)) {
        super.flop(thrown);
      }
    }

    @Override
    public void flop(Throwable thrown, String message) {
      if (!(thrown instanceof CutShortException)) {
        super.flop(thrown, message);
      }
    }
  }

  static TestEnvironment environment() {
    return new Environment();
  }

  /** A step that does nothing, and a failure that nobody logs. */
  Pipeline<Integer, Integer> pipeline() {
    Pipeline<Integer, Integer> pipeline =
        Pipeline.<Integer>named("rules")
            .map("same", item -> item)
            .defaults(StepOptions.options().capacity(16))
            .daemon(true)
            .whenFailed(failure -> {})
            .build();
    pipelines.add(pipeline);
    return pipeline;
  }

  /** A pipeline that has so many results. */
  Pipeline<Integer, Integer> pipeline(long results) {
    Pipeline<Integer, Integer> pipeline = pipeline();
    pipeline.putIterator(LongStream.range(0, results).mapToObj(item -> (int) item).iterator());
    return pipeline;
  }

  void endAll() throws InterruptedException {
    for (Pipeline<?, ?> pipeline : pipelines) {
      pipeline.abort();
      if (!pipeline.awaitTermination(Duration.ofSeconds(20))) {
        throw new AssertionError(pipeline.dump());
      }
    }
    pipelines.clear();
  }
}
